/** Makes the record that is written out of a comparison of timings. */
import type { ComparedRatio, TimingsComparison } from '@fived/bench';
import {
  COMPARISON_SCHEMA,
  isOwnRecord,
  type ComparedFile,
  type ComparedTimes,
  type ComparisonRecord,
} from '@fived/records';
import type { AnyRecord } from './timings.js';

/** One of the two files, as it was read. */
export interface ResultFile {
  readonly file: string;
  readonly record: AnyRecord;
}

export interface ComparisonContext {
  readonly base: ResultFile;
  readonly next: ResultFile;
  readonly comparedAt: Date;
  readonly regressionThreshold: number;
  readonly isGate: boolean;
  readonly notices: readonly string[];
}

function comparedFile({ file, record }: ResultFile): ComparedFile {
  const own = isOwnRecord(record) ? record : undefined;
  return {
    file,
    timestamp: record.timestamp,
    engine: own?.engine ?? null,
    code_version: own?.code_version ?? null,
    node: own?.environment.node ?? null,
  };
}

const comparedTimes = ({
  ratio,
  interval,
  p,
  smallestP,
  noiseFactor,
  verdict,
  isRegression,
}: ComparedRatio): ComparedTimes => ({
  ratio,
  ratio_ci95: interval === null ? null : [interval.lower, interval.upper],
  p,
  smallest_p: smallestP,
  noise_factor: noiseFactor,
  verdict,
  is_regression: isRegression,
});

export function comparisonRecord(comparison: TimingsComparison, context: ComparisonContext): ComparisonRecord {
  return {
    schema: COMPARISON_SCHEMA,
    timestamp: context.comparedAt.toISOString(),
    base: comparedFile(context.base),
    new: comparedFile(context.next),
    observed_by: comparison.observedBy,
    observations: comparison.observations,
    runs_needed: comparison.runsNeeded,
    regression_threshold: context.regressionThreshold,
    is_gate: context.isGate,
    is_regression: comparison.isRegression,
    overall: comparedTimes(comparison.overall),
    sizes: comparison.sizes.map((size) => ({
      dataset_size: size.size,
      base_runs: size.baseRuns,
      new_runs: size.newRuns,
      base_median_seconds: size.baseMedianSeconds,
      new_median_seconds: size.newMedianSeconds,
      ...comparedTimes(size),
    })),
    sizes_only_in_base: comparison.onlyInBase,
    sizes_only_in_new: comparison.onlyInNew,
    notices: context.notices,
  };
}
