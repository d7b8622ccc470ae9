/** From a comparison of timings to the record that is written. */
import type { TimingsComparison } from '@fived/bench';
import { COMPARISON_SCHEMA, isOwnRecord, type ComparedFile, type ComparisonRecord } from '@fived/records';
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

export function comparisonRecord(comparison: TimingsComparison, context: ComparisonContext): ComparisonRecord {
  return {
    schema: COMPARISON_SCHEMA,
    timestamp: context.comparedAt.toISOString(),
    base: comparedFile(context.base),
    new: comparedFile(context.next),
    rounds: comparison.rounds,
    observations: comparison.observations,
    runs_needed: comparison.runs_needed,
    regression_threshold: context.regressionThreshold,
    is_gate: context.isGate,
    is_regression: comparison.is_regression,
    overall: comparison.overall,
    sizes: comparison.sizes,
    sizes_only_in_base: comparison.sizes_only_in_base,
    sizes_only_in_new: comparison.sizes_only_in_new,
    notices: context.notices,
  };
}
