// Pools of compiled workers: jobs that succeed, and every way in which a thread can fail.
import { describe, expect, it } from 'vitest';
import type { FaultyJob, FaultyPool } from '../testing/faulty-jobs.js';
import { runJobs, type PoolOptions } from './pool.js';

// The same relative path from `src` and from `dist`.
const module = new URL('../../dist/testing/faulty-jobs.js', import.meta.url);

const run = (
  jobs: readonly FaultyJob[],
  options: Partial<PoolOptions<FaultyPool>> = {},
): ReturnType<typeof runJobs<FaultyPool>> => runJobs<FaultyPool>(jobs, { module, workers: 2, ...options });

const square = (value: number, afterMs = 0): FaultyJob => ({ does: 'square', value, afterMs });
const done = (result: number) => ({ state: 'done', result });
const failed = (message: string | RegExp) => ({
  state: 'failed',
  error: expect.objectContaining({ message: expect.stringMatching(message) as string }) as Error,
});
const stopped = { state: 'stopped' };

describe('A pool', () => {
  it.each([1, 2, 3, 9])(
    'of %d threads gives the outcomes in the order of the jobs, whichever ends first',
    async (workers) => {
      const ended: number[] = [];
      const jobs = [square(5, 60), square(4), square(3, 30), square(2)];
      const outcomes = await run(jobs, { workers, onEnd: (job) => void ended.push(jobs.indexOf(job)) });
      expect(outcomes).toEqual([25, 16, 9, 4].map(done));
      expect(ended.toSorted()).toEqual([0, 1, 2, 3]);
      if (workers === 1) expect(ended).toEqual([0, 1, 2, 3]);
    },
  );

  it('has never more jobs under way than threads, and tells when each begins, goes on and ends', async () => {
    let underWay = 0;
    let most = 0;
    const progress: string[] = [];
    await run(
      [1, 2, 3, 4, 5, 6].map((value) => square(value, 5)),
      {
        onStart: () => (most = Math.max(most, ++underWay)),
        onProgress: (job, what) => progress.push(`${job.does}: ${what}`),
        onEnd: () => {
          underWay--;
        },
      },
    );
    expect([most, underWay]).toEqual([2, 0]);
    expect(progress).toEqual(Array(6).fill('square: square'));
  });

  it('has nothing to do for no jobs, and needs a thread for any', async () => {
    expect(await run([])).toEqual([]);
    for (const workers of [0, 1.5, NaN])
      await expect(run([square(1)], { workers })).rejects.toThrow('it must be a positive integer');
  });

  it.each<[string, FaultyJob, string | RegExp, number]>([
    ['throws', { does: 'throw' }, /^the job threw$/, 1],
    ['throws', { does: 'throw' }, /^the job threw$/, 2],
    ['ends its thread', { does: 'exit' }, /^its worker thread ended with exit code 7$/, 1],
    ['ends its thread', { does: 'exit' }, /^its worker thread ended with exit code 7$/, 2],
    ['leaves a rejection to nobody', { does: 'reject beside' }, /^nobody caught this$/, 2],
    ['exhausts its memory', { does: 'exhaust memory' }, /memory limit/, 2],
    ['has a result that cannot be sent', { does: 'send a function' }, /could not be cloned/, 1],
  ])('fails a job that %s alone, with its message, and does the others (%#)', async (_, faulty, message, workers) => {
    const outcomes = await run([square(2), faulty, square(3), faulty, square(4)], {
      workers,
      resourceLimits: { maxOldGenerationSizeMb: 12 },
    });
    expect(outcomes).toEqual([done(4), failed(message), done(9), failed(message), done(16)]);
  });

  it('fails every job, and hangs on none, where the module is missing', async () => {
    const outcomes = await run([square(1), square(2), square(3)], { module: new URL('none.js', module) });
    expect(outcomes).toEqual(Array(3).fill(failed('Cannot find module')));
  });

  it('ends when a callback throws, with what it threw, and with jobs still spinning', async () => {
    const onEnd = (): never => {
      throw new Error('the disk is full');
    };
    await expect(run([square(1), { does: 'spin' }, square(2)], { onEnd })).rejects.toThrow('the disk is full');
  });

  it(
    'lets a thread work on its next job while what came of the last is dealt with, ' + 'but on no further one',
    async () => {
      const events: string[] = [];
      let nextIsUnderWay = (): void => undefined;
      const underWay = new Promise<void>((done) => {
        nextIsUnderWay = done;
      });
      await run([square(1), square(2), square(3)], {
        workers: 1,
        onStart: () => events.push('start'),
        onProgress: () => {
          if (events.filter((event) => event === 'start').length === 2) nextIsUnderWay();
        },
        onEnd: async () => {
          events.push('end');
          await underWay;
          await new Promise((resolve) => setTimeout(resolve, 20));
          events.push('dealt with');
        },
      });
      expect(events).toEqual([
        'start',
        'end',
        'start',
        'dealt with',
        'end',
        'start',
        'dealt with',
        'end',
        'dealt with',
      ]);
    },
  );
});

describe('A pool that is aborted', () => {
  it('before it begins does nothing', async () => {
    expect(await run([square(1)], { signal: AbortSignal.abort(), module: new URL('none.js', module) })).toEqual([
      stopped,
    ]);
  });

  it('ends jobs that never give way, begins no more, and keeps what is done', async () => {
    const controller = new AbortController();
    let spinning = 0;
    const outcomes = await run([square(3), { does: 'spin' }, { does: 'spin' }, square(4)], {
      signal: controller.signal,
      onProgress: ({ does }) => {
        if (does === 'spin' && ++spinning === 2) controller.abort();
      },
    });
    expect(outcomes[0]).toEqual(done(9));
    expect(outcomes.slice(1)).toEqual([stopped, stopped, stopped]);
  });

  it('lets jobs that look up end with a result, if they are given the time', async () => {
    const controller = new AbortController();
    let begun = 0;
    const onProgress = (): void => {
      if (++begun === 2) controller.abort();
    };
    const looking: FaultyJob = { does: 'spin until stopped' };
    expect(await run([looking, looking, looking], { signal: controller.signal, graceMs: 60_000, onProgress })).toEqual([
      done(-1),
      done(-1),
      stopped,
    ]);
  });

  it('ends those that do not look up when the time is over', async () => {
    const controller = new AbortController();
    let begun = 0;
    const onProgress = (): void => {
      if (++begun === 2) controller.abort();
    };
    expect(
      await run([{ does: 'spin until stopped' }, { does: 'spin' }], {
        signal: controller.signal,
        graceMs: 200,
        onProgress,
      }),
    ).toEqual([done(-1), stopped]);
  });
});
