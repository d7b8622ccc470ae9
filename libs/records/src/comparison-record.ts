/**
 * The shape of what `fived compare` writes: two result files, how their training times compare, and the verdict.
 * `schemas/comparison.schema.json` describes the same shape for other programs.
 */

/** Name and version of the format that `writeComparisonRecord` writes. */
export const COMPARISON_SCHEMA = 'fived/comparison/1';

export const VERDICTS = ['faster', 'slower', 'no change', 'within noise', 'not enough runs'] as const;
export type ComparisonVerdict = (typeof VERDICTS)[number];

/** One of the two result files. Anything that the published project's own file does not contain is null. */
export interface ComparedFile {
  /** As given on the command line. */
  readonly file: string;
  readonly timestamp: string;
  readonly engine: string | null;
  readonly code_version: string | null;
  readonly node: string | null;
}

/** NEW / BASE of training times. Above 1 is slower. */
export interface ComparedTimes {
  readonly ratio: number;
  /** [low, high], 95%; null if too little was repeated. */
  readonly ratio_ci95: readonly [number, number] | null;
  /** Two-sided. */
  readonly p: number;
  /** The smallest p that was possible with this many runs. */
  readonly smallest_p: number;
  /** A ratio closer to 1 than this factor may come from the machine. Null if nothing was repeated. */
  readonly noise_factor: number | null;
  readonly verdict: ComparisonVerdict;
  /** Whether NEW is certainly slower, by at least `regression_threshold`. */
  readonly is_regression: boolean;
}

export interface ComparedSizeTimes extends ComparedTimes {
  readonly dataset_size: number;
  readonly base_runs: number;
  readonly new_runs: number;
  readonly base_median_seconds: number;
  readonly new_median_seconds: number;
}

export interface ComparisonRecord {
  readonly schema: typeof COMPARISON_SCHEMA;
  /** When the comparison was made, ISO 8601. */
  readonly timestamp: string;
  readonly base: ComparedFile;
  readonly new: ComparedFile;
  /** The unit of observation: see docs/method/comparing.md. */
  readonly observed_by: 'rounds' | 'pairs of rounds' | 'sizes';
  /** Independent observations of BASE and of NEW. */
  readonly observations: readonly [number, number];
  /** Runs a size that would have been enough; null if there were enough, or if more of the same would not help. */
  readonly runs_needed: number | null;
  /** 0.05 is 5%. */
  readonly regression_threshold: number;
  /** Whether `--fail-on-regression` was set. */
  readonly is_gate: boolean;
  readonly is_regression: boolean;
  /** For the geometric mean over all common sizes. */
  readonly overall: ComparedTimes;
  readonly sizes: readonly ComparedSizeTimes[];
  readonly sizes_only_in_base: readonly number[];
  readonly sizes_only_in_new: readonly number[];
  /** Other differences between the two, and what disturbed them; for people. */
  readonly notices: readonly string[];
}
