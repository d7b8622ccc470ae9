/** For tests only: a worker whose jobs do what workers should not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { serveJobs } from '../workers/serve-jobs.js';

export type FaultyJob =
  | { readonly does: 'square'; readonly value: number; readonly afterMs?: number }
  | {
      readonly does:
        'throw' | 'exit' | 'exhaust memory' | 'reject beside' | 'send a function' | 'spin' | 'spin until stopped';
    };

export interface FaultyPool {
  readonly job: FaultyJob;
  readonly result: number | (() => void);
  readonly progress: string;
}

function exhaustMemory(): never {
  const kept: number[][] = [];
  for (;;) kept.push(new Array<number>(1000).fill(kept.length));
}

serveJobs<FaultyPool>(async (job, { report, isStopped }) => {
  report(job.does);
  switch (job.does) {
    case 'square':
      await sleep(job.afterMs ?? 0);
      return job.value ** 2;
    case 'throw':
      throw new Error('the job threw');
    case 'exit':
      return process.exit(7);
    case 'exhaust memory':
      return exhaustMemory();
    case 'reject beside':
      void Promise.reject(new Error('nobody caught this'));
      await sleep(60_000);
      return 0;
    case 'send a function':
      return () => undefined;
    case 'spin':
      for (;;);
    case 'spin until stopped':
      while (!isStopped());
      return -1;
  }
});
