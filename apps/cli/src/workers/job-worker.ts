/**
 * One worker thread of a pool, as the pool sees it: one job at a time, and an outcome for every job whatever the thread
 * does.
 */
import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { Answer, JobMessage, PoolTypes, WorkerData } from './messages.js';

export type Outcome<Result> =
  | { readonly state: 'done'; readonly result: Result }
  /** The job threw, or its thread died. */
  | { readonly state: 'failed'; readonly error: Error }
  /** The pool was aborted before the job began, or ended it. */
  | { readonly state: 'stopped' };

export interface JobWorker<Types extends PoolTypes> {
  /** Does one job at a time. Rejects only if the job cannot be copied to the thread. */
  readonly run: (
    job: Types['job'],
    onProgress: (progress: Types['progress']) => void,
  ) => Promise<Outcome<Types['result']>>;
  /** Ends the thread, whatever it is doing. Resolves once it has ended. */
  readonly stop: () => Promise<void>;
  readonly hasEnded: () => boolean;
}

interface CurrentJob<Types extends PoolTypes> {
  readonly settle: (outcome: Outcome<Types['result']>) => void;
  readonly onProgress: (progress: Types['progress']) => void;
}

export interface JobWorkerOptions {
  /** The compiled module, which calls `serveJobs`. */
  readonly module: URL;
  readonly stopFlag: Int32Array;
  readonly resourceLimits?: ResourceLimits;
}

/** Starts the thread. */
export function startJobWorker<Types extends PoolTypes>({
  module,
  stopFlag,
  resourceLimits,
}: JobWorkerOptions): JobWorker<Types> {
  const workerData: WorkerData = { stopFlag };
  // Settings of Node's own. Those of a process that runs sources (loaders, export conditions) do not suit compiled
  // modules.
  const worker = new Worker(module, { workerData, resourceLimits, execArgv: [] });
  let current: CurrentJob<Types> | undefined;
  let fault: Error | undefined;
  let isStopped = false;
  let hasEnded = false;

  const settle = (outcome: Outcome<Types['result']>): void => {
    const ended = current;
    current = undefined;
    ended?.settle(outcome);
  };
  worker.on('message', (answer: Answer<Types>) => {
    if (answer.kind === 'progress') current?.onProgress(answer.progress);
    else if (answer.kind === 'done') settle({ state: 'done', result: answer.result });
    else settle({ state: 'failed', error: new Error(answer.message) });
  });
  worker.on('messageerror', (error) => {
    settle({ state: 'failed', error });
  });
  // What the thread did not catch, including running out of memory. 'exit' follows.
  worker.on('error', (error) => {
    fault = error;
  });
  const exit = new Promise<void>((done) => {
    // Everything that the thread has posted arrives before this.
    worker.once('exit', (code) => {
      hasEnded = true;
      settle(
        isStopped
          ? { state: 'stopped' }
          : { state: 'failed', error: fault ?? new Error(`its worker thread ended with exit code ${code}`) },
      );
      done();
    });
  });

  return {
    hasEnded: () => hasEnded,
    run: (job, onProgress) =>
      new Promise((done) => {
        current = { settle: done, onProgress };
        const message: JobMessage<Types> = { job };
        worker.postMessage(message);
      }),
    stop: async () => {
      isStopped = true;
      void worker.terminate();
      await exit;
    },
  };
}
