/**
 * The shape of what `fived compare` writes: two result files, how their training times compare, and the verdict.
 * `schemas/comparison.schema.json` describes the same shape for other programs.
 */

/** Name and version of what `writeComparisonRecord` writes. */
export const COMPARISON_SCHEMA = 'fived/comparison/2';

export const VERDICTS = [
  'faster',
  'slower',
  'no change',
  'within noise',
  'not enough runs',
  'measure round-robin',
] as const;
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

/** All sizes together. */
export interface OverallTimes {
  readonly verdict: ComparisonVerdict;
  /** NEW / BASE of training times, the geometric mean of the sizes' ratios: above 1 is slower. */
  readonly ratio: number;
  /** [low, high], 95%; null where too little was repeated, or a sweep was not round-robin. */
  readonly ratio_ci95: readonly [number, number] | null;
  /** Two-sided; null where a sweep was not round-robin. */
  readonly p: number | null;
  /** A ratio nearer to 1 than this factor may be the machine's doing; null where it is not known. */
  readonly noise_factor: number | null;
  /** Whether NEW is certainly slower, by `regression_threshold` at least. */
  readonly is_regression: boolean;
}

/** One size. It has no verdict: see docs/method/comparing.md. */
export interface ComparedSizeTimes {
  readonly dataset_size: number;
  /** Typical times: geometric means of the faster half of the runs. */
  readonly base_seconds: number;
  readonly new_seconds: number;
  readonly ratio: number;
  /** Whether every run of the one file took over twice as long as every run of the other. */
  readonly is_beyond_drift: boolean;
}

export interface ComparisonRecord {
  readonly schema: typeof COMPARISON_SCHEMA;
  /** When the comparison was made, ISO 8601. */
  readonly timestamp: string;
  readonly base: ComparedFile;
  readonly new: ComparedFile;
  /** Rounds of BASE and of NEW that have a run of every size. */
  readonly rounds: readonly [number, number];
  /** Independent observations of BASE and of NEW: rounds, or several short ones together. */
  readonly observations: readonly [number, number];
  /** Runs a size with which there are observations enough for a verdict. */
  readonly runs_needed: number;
  /** 0.05 is 5%. */
  readonly regression_threshold: number;
  /** Whether `--fail-on-regression` was set. */
  readonly is_gate: boolean;
  /** Whether all sizes together are a regression, or one size is that is more than twice as slow throughout. */
  readonly is_regression: boolean;
  readonly overall: OverallTimes;
  readonly sizes: readonly ComparedSizeTimes[];
  readonly sizes_only_in_base: readonly number[];
  readonly sizes_only_in_new: readonly number[];
  /** Other differences between the two, and what disturbed them; for people. */
  readonly notices: readonly string[];
}
