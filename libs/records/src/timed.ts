/** Whether the times of a benchmark may be looked at. */
import { isOwnRecord, type BaseBenchmarkRecord, type BenchmarkRecord } from './benchmark-record.js';

/**
 * Why they may not, in a line that says what would be right; undefined if they may. Trainings that ran side by side
 * shared caches, memory and clock, so that their times are of that too.
 * @param name of the file, as the reader knows it
 */
export function whyNotTimed(record: BaseBenchmarkRecord | BenchmarkRecord, name: string): string | undefined {
  const jobs = isOwnRecord(record) ? (record.jobs ?? 1) : 1;
  return jobs === 1
    ? undefined
    : `${name} was made with --jobs ${jobs}: ` +
        'its trainings ran side by side, so that its times say nothing of speed; make it again with --jobs 1';
}
