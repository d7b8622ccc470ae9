/** From two result files to the record of their comparison. */
import { compareTimings, warnAboutEnvironment, warnAboutRuns } from '@fived/bench';
import {
  COMPARISON_SCHEMA,
  isOwnRecord,
  secondsBySize,
  type ComparedFile,
  type ComparisonRecord,
} from '@fived/records';
import { checkComparable, timingsOf, type AnyRecord } from './comparability.js';

/** One of the two, as it was read. */
export interface ResultFile {
  readonly file: string;
  readonly record: AnyRecord;
}

/** What counts as a regression in the record where no gate is asked for. */
const DEFAULT_THRESHOLD = 0.05;

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

/** What made the measurements of one file less trustworthy. */
const warningsOf = (name: string, { record }: ResultFile): readonly string[] =>
  [
    ...(isOwnRecord(record) ? warnAboutEnvironment(record.environment) : []),
    ...warnAboutRuns(secondsBySize(record.results)),
  ].map((warning) => `${name}: ${warning}`);

/**
 * @param threshold what counts as a regression, if a gate is asked for
 * @throws Error of one line if the two cannot be compared
 */
export function comparisonRecord(
  base: ResultFile,
  next: ResultFile,
  { threshold, allowDifferentMachines }: { readonly threshold?: number; readonly allowDifferentMachines: boolean },
): ComparisonRecord {
  const differences = checkComparable(base.record, next.record, { allowDifferentMachines });
  const regressionThreshold = threshold ?? DEFAULT_THRESHOLD;
  const comparison = compareTimings(timingsOf(base.record), timingsOf(next.record), { regressionThreshold });
  return {
    schema: COMPARISON_SCHEMA,
    timestamp: new Date().toISOString(),
    base: comparedFile(base),
    new: comparedFile(next),
    rounds: comparison.rounds,
    observations: comparison.observations,
    runs_needed: comparison.runs_needed,
    regression_threshold: regressionThreshold,
    is_gate: threshold !== undefined,
    is_regression: comparison.is_regression,
    overall: comparison.overall,
    sizes: comparison.sizes,
    sizes_only_in_base: comparison.sizes_only_in_base,
    sizes_only_in_new: comparison.sizes_only_in_new,
    notices: [...differences, ...warningsOf('BASE', base), ...warningsOf('NEW', next)],
  };
}
