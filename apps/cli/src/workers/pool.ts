/**
 * A pool of worker threads. It does many independent jobs, some at a time, and returns the outcomes in their order.
 *
 * Jobs, results and progress are plain data that `structuredClone` takes. A job is copied to its thread only when a
 * thread is free for it, so at most `workers` copies exist at a time. A job that throws, or whose thread dies, fails
 * alone; the next job gets a new thread if it needs one. When `runJobs` resolves, all threads have ended.
 */
import type { ResourceLimits } from 'node:worker_threads';
import { startJobWorker, type JobWorker, type Outcome, type PoolTypes } from './job-worker.js';

export interface PoolOptions<Types extends PoolTypes> {
  /** The compiled module that every thread runs; it calls `serveJobs` with the same types. */
  readonly module: URL;
  /** The most threads at a time. */
  readonly workers: number;
  readonly onStart?: (job: Types['job']) => void;
  readonly onProgress?: (job: Types['job'], progress: Types['progress']) => void;
  /**
   * Called as jobs end, in no certain order; not called for stopped jobs. Meanwhile the thread works on its next job,
   * whose end waits. So for each thread at most one outcome is waiting to be dealt with.
   */
  readonly onEnd?: (
    job: Types['job'],
    outcome: Exclude<Outcome<Types['result']>, { readonly state: 'stopped' }>,
  ) => void | Promise<void>;
  /** Aborting it starts no more jobs, and ends those under way. */
  readonly signal?: AbortSignal;
  /**
   * How long jobs may go on after that, so that they end themselves (`isStopped` of `serveJobs`) with a result.
   * Default: 0, not at all. Infinity: as long as they take.
   */
  readonly graceMs?: number;
  /** The limits of each thread. Default: Node's. */
  readonly resourceLimits?: ResourceLimits;
}

/**
 * Does the jobs and returns their outcomes, in the order of the jobs.
 * @throws RangeError if `workers` is not a positive integer; what `onStart` or `onEnd` throws, once all threads have
 * ended
 */
export async function runJobs<Types extends PoolTypes>(
  jobs: readonly Types['job'][],
  { module, workers, onStart, onProgress, onEnd, signal, graceMs = 0, resourceLimits }: PoolOptions<Types>,
): Promise<readonly Outcome<Types['result']>[]> {
  if (!Number.isInteger(workers) || workers < 1)
    throw new RangeError(`workers is ${workers}: it must be a positive integer`);
  const outcomes: Outcome<Types['result']>[] = jobs.map(() => ({ state: 'stopped' }));
  const stopFlag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const threads = new Set<JobWorker<Types>>();
  let next = 0;
  let isStopped = false;
  let graceTimer: NodeJS.Timeout | undefined;

  const stopThreads = (): Promise<unknown> => Promise.all([...threads].map((thread) => thread.stop()));
  const stop = (afterMs: number): void => {
    isStopped = true;
    Atomics.store(stopFlag, 0, 1);
    if (afterMs === 0) void stopThreads();
    else if (afterMs < Infinity) graceTimer = setTimeout(() => void stopThreads(), afterMs);
  };
  const onAbort = (): void => {
    stop(graceMs);
  };

  const begin = (job: Types['job']): Promise<void> =>
    new Promise((done) => {
      onStart?.(job);
      done();
    });
  const dealWith = async (job: Types['job'], outcome: Outcome<Types['result']>): Promise<void> => {
    if (outcome.state !== 'stopped') await onEnd?.(job, outcome);
  };

  /** One thread's share of the jobs. A new thread replaces one that has died. */
  const takeJobs = async (): Promise<void> => {
    let thread: JobWorker<Types> | undefined;
    let dealWithLast = (): Promise<void> => Promise.resolve();
    while (next < jobs.length && !isStopped) {
      const index = next++;
      const job = jobs[index];
      if (thread === undefined || thread.hasEnded()) {
        if (thread !== undefined) threads.delete(thread);
        thread = startJobWorker(module, stopFlag, resourceLimits);
        threads.add(thread);
      }
      // The thread gets its next job first, so that it need not wait for what follows from the last one.
      const [outcome] = await Promise.all([
        thread.run(job, (progress) => onProgress?.(job, progress)),
        dealWithLast(),
        begin(job),
      ]);
      outcomes[index] = outcome;
      dealWithLast = () => dealWith(job, outcome);
    }
    await dealWithLast();
  };
  const takeJobsOrStop = async (): Promise<void> => {
    try {
      await takeJobs();
    } catch (error) {
      stop(0);
      throw error;
    }
  };

  if (signal?.aborted === true) return outcomes;
  signal?.addEventListener('abort', onAbort);
  const shares = Array.from({ length: Math.min(workers, jobs.length) }, takeJobsOrStop);
  try {
    await Promise.all(shares);
    return outcomes;
  } finally {
    await Promise.allSettled(shares);
    signal?.removeEventListener('abort', onAbort);
    clearTimeout(graceTimer);
    await stopThreads();
  }
}
