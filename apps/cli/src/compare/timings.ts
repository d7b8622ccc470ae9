/** From a result file's record to the timings that are compared. */
import type { Timings } from '@fived/bench';
import { isOwnRecord, whyNotTimed, type BaseBenchmarkRecord, type BenchmarkRecord } from '@fived/records';

export type AnyRecord = BaseBenchmarkRecord | BenchmarkRecord;

/** Why a file's times have no verdict, in a line that says what would; undefined if they do. */
export function whyNotRoundRobin(record: AnyRecord, name: string): string | undefined {
  if (isOwnRecord(record) && record.order === 'round-robin') return whyNotTimed(record, name);
  return (
    `${name} was made size after size, so that a slow phase of the machine looks like a change of some sizes; ` +
    'make it again: fived bench goes round-robin'
  );
}

/** The published project's runs have no numbers, so they count from 1 as they stand. */
export function timingsOf(record: AnyRecord): Timings {
  return {
    isRoundRobin: whyNotRoundRobin(record, '') === undefined,
    sizes: record.results.map(({ dataset_size, individual_runs }) => ({
      size: dataset_size,
      runs: individual_runs.map((run, index) => ({
        round: 'run' in run ? run.run : index + 1,
        seconds: run.training_time_seconds,
      })),
    })),
  };
}
