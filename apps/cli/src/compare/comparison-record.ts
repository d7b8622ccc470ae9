/** From a comparison of timings to the record that is written. */
import type { TimingsComparison } from '@fived/bench';
import {
  COMPARISON_SCHEMA,
  isOwnRecord,
  type ComparedFile,
  type ComparisonRecord,
  type OverallTimes,
} from '@fived/records';
import type { AnyRecord } from './timings.js';

/** One of the two, as it was read. */
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

const overallTimes = ({
  verdict,
  ratio,
  interval,
  p,
  noiseFactor,
  isRegression,
}: TimingsComparison['overall']): OverallTimes => ({
  verdict,
  ratio,
  ratio_ci95: interval === null ? null : [interval.lower, interval.upper],
  p,
  noise_factor: noiseFactor,
  is_regression: isRegression,
});

export function comparisonRecord(comparison: TimingsComparison, context: ComparisonContext): ComparisonRecord {
  return {
    schema: COMPARISON_SCHEMA,
    timestamp: context.comparedAt.toISOString(),
    base: comparedFile(context.base),
    new: comparedFile(context.next),
    rounds: comparison.rounds,
    observations: comparison.stretches,
    runs_needed: comparison.runsNeeded,
    regression_threshold: context.regressionThreshold,
    is_gate: context.isGate,
    is_regression: comparison.isRegression,
    overall: overallTimes(comparison.overall),
    sizes: comparison.sizes.map(({ size, baseSeconds, newSeconds, ratio, isBeyondDrift }) => ({
      dataset_size: size,
      base_seconds: baseSeconds,
      new_seconds: newSeconds,
      ratio,
      is_beyond_drift: isBeyondDrift,
    })),
    sizes_only_in_base: comparison.onlyInBase,
    sizes_only_in_new: comparison.onlyInNew,
    notices: context.notices,
  };
}
