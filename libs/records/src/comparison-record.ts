/**
 * The shape of what `fived compare` writes: two result files, how their training times compare, and the verdict.
 * `schemas/comparison.schema.json` says the same to a program that is not ours.
 */

/** Name and version of what `writeComparisonRecord` writes. */
export const COMPARISON_SCHEMA = 'fived/comparison/1';

export const VERDICTS = ['faster', 'slower', 'no change', 'within noise', 'not enough runs'] as const;
export type ComparisonVerdict = (typeof VERDICTS)[number];

/** One of the two result files. What the published project's own file does not tell is null. */
export interface ComparedFile {
  /** As given on the command line. */
  readonly file: string;
  readonly timestamp: string;
  readonly engine: string | null;
  readonly code_version: string | null;
  readonly node: string | null;
}

/** NEW / BASE of training times: above 1 is slower. */
export interface ComparedTimes {
  readonly ratio: number;
  /** [low, high], 95%; null where too little was repeated. */
  readonly ratio_ci95: readonly [number, number] | null;
  /** Two-sided. */
  readonly p: number;
  /** The least that p could have been with so many runs. */
  readonly smallest_p: number;
  /** A ratio nearer to 1 than this factor may be the machine's doing; null where nothing was repeated. */
  readonly noise_factor: number | null;
  readonly verdict: ComparisonVerdict;
  /** Whether NEW is certainly slower, by `regression_threshold` at least. */
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
  /** What an independent observation was: see docs/method/comparing.md. */
  readonly observed_by: 'rounds' | 'pairs of rounds' | 'sizes';
  /** Independent observations of BASE and of NEW. */
  readonly observations: readonly [number, number];
  /** Runs a size that would have been enough; null where there were enough, or more of the same would not help. */
  readonly runs_needed: number | null;
  /** 0.05 is 5%. */
  readonly regression_threshold: number;
  /** Whether `--fail-on-regression` asked for a gate. */
  readonly is_gate: boolean;
  readonly is_regression: boolean;
  /** Over the geometric mean of all common sizes. */
  readonly overall: ComparedTimes;
  readonly sizes: readonly ComparedSizeTimes[];
  readonly sizes_only_in_base: readonly number[];
  readonly sizes_only_in_new: readonly number[];
  /** In what else the two differ, and what disturbed them; for people. */
  readonly notices: readonly string[];
}
