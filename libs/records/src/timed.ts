/** Whether the times of a benchmark are meaningful. */
import { isOwnRecord, type BaseBenchmarkRecord, type BenchmarkRecord } from './benchmark-record.js';

/**
 * Why the times are not meaningful, in a line that says what would be right; undefined if they are. Trainings that ran
 * side by side shared caches, memory and clock, and their times include the effect.
 * @param name of the file, as the reader knows it
 */
export function whyNotTimed(record: BaseBenchmarkRecord | BenchmarkRecord, name: string): string | undefined {
  const jobs = isOwnRecord(record) ? (record.jobs ?? 1) : 1;
  return jobs === 1
    ? undefined
    : `${name} was made with --jobs ${jobs}: ` +
        'its trainings ran side by side, so that its times say nothing of speed; make it again with --jobs 1';
}
