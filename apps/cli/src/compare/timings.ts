/** Takes the timings that are compared from a result file's record. */
import type { Timings } from '@fived/bench';
import { isOwnRecord, type BaseBenchmarkRecord, type BenchmarkRecord } from '@fived/records';

export type AnyRecord = BaseBenchmarkRecord | BenchmarkRecord;

/** The published project's runs have no numbers, so they count from 1 in their order. Its sweeps are sequential. */
export function timingsOf(record: AnyRecord): Timings {
  return {
    order: isOwnRecord(record) ? (record.order ?? 'sequential') : 'sequential',
    sizes: record.results.map(({ dataset_size, individual_runs }) => ({
      size: dataset_size,
      runs: individual_runs.map((run, index) => ({
        round: 'run' in run ? run.run : index + 1,
        seconds: run.training_time_seconds,
      })),
    })),
  };
}
