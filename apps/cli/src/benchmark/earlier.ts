/** The result file that already stands where a sweep is to write its own. */
import { existsSync } from 'node:fs';
import { isOwnRecord, readBenchmarkRecord, type BenchmarkRecord } from '@fived/records';

/** How many runs a record holds, and how many it should hold. */
export function runCounts(record: BenchmarkRecord): { readonly done: number; readonly asked: number } {
  const { results, n_runs_per_size: runs, dataset_sizes: sizes = results } = record;
  return { done: results.reduce((sum, { n_runs }) => sum + n_runs, 0), asked: sizes.length * runs };
}

/**
 * Reads the file; undefined where there is none.
 * @throws Error of one line if it is anything but a whole record of ours, which this command must not replace
 */
export async function readEarlier(path: string): Promise<BenchmarkRecord | undefined> {
  if (!existsSync(path)) return undefined;
  const wayOut = 'it is left as it is: move it away, or choose another --out';
  const record = await readBenchmarkRecord(path).catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : String(error)}; ${wayOut}`, { cause: error });
  });
  if (!isOwnRecord(record))
    throw new Error(`${path}: the published project's own file, or one like it (it has no "schema"); ${wayOut}`);
  return record;
}
