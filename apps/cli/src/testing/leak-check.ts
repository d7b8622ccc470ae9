/**
 * For tests only, in a process of its own: whether pools leave anything behind. Prints JSON: what libs/bench found, and
 * how many more threads (null where the system does not tell) and resident bytes the process had afterwards than
 * before.
 *
 *     node leak-check.js POOLS
 */
import { existsSync, readdirSync } from 'node:fs';
import { checkLeak } from '@fived/bench';
import type { FaultyPool } from './faulty-jobs.js';
import { runJobs } from '../workers/pool.js';

const module = new URL('faulty-jobs.js', import.meta.url);
const TASKS = '/proc/self/task';
const threadCount = (): number | null => (existsSync(TASKS) ? readdirSync(TASKS).length : null);

/** Four jobs: two succeed, one throws, one ends its thread. Every third pool is aborted at its first job. */
async function pool(run: number): Promise<void> {
  const controller = new AbortController();
  await runJobs<FaultyPool>(
    [{ does: 'square', value: run }, { does: 'throw' }, { does: 'exit' }, { does: 'square', value: run }],
    {
      module,
      workers: 2,
      signal: controller.signal,
      onProgress: () => {
        if (run % 3 === 0) controller.abort();
      },
    },
  );
}

const WARM_UP_POOLS = 3;
await pool(1);
const before = threadCount();
const residentBefore = process.memoryUsage.rss();
const leak = await checkLeak(pool, { runs: Number(process.argv[2]), warmUpRuns: WARM_UP_POOLS });
const after = threadCount();
const residentBytes = process.memoryUsage.rss() - residentBefore;
console.log(
  JSON.stringify({ ...leak, residentBytes, threads: before === null || after === null ? null : after - before }),
);
