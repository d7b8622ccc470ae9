/**
 * One worker thread of a pool, as the pool sees it: one job at a time, and an outcome for every job whatever the thread
 * does. Pool and thread send each other plain data: `postMessage` takes it.
 */
import { Worker, type ResourceLimits } from 'node:worker_threads';

export type Outcome<Result> =
  | { readonly state: 'done'; readonly result: Result }
  /** The job threw, or its thread died. */
  | { readonly state: 'failed'; readonly error: Error }
  /** The pool was aborted before the job began, or ended it. */
  | { readonly state: 'stopped' };

export type JobWorker<Types extends PoolTypes> = ReturnType<typeof startJobWorker<Types>>;

/**
 * Starts the thread.
 * @param module the compiled module, which calls `serveJobs`
 * @param stopFlag one number. It is not 0 once the pool wants jobs to end early. It is shared, so that a loop that
 * never yields can see it too.
 */
export function startJobWorker<Types extends PoolTypes>(
  module: URL,
  stopFlag: Int32Array,
  resourceLimits?: ResourceLimits,
) {
  // Settings of Node's own. Those of a process that runs sources (loaders, export conditions) do not suit compiled
  // modules.
  const worker = new Worker(module, { workerData: stopFlag, resourceLimits, execArgv: [] });
  let current:
    | {
        readonly settle: (outcome: Outcome<Types['result']>) => void;
        readonly onProgress: (progress: Types['progress']) => void;
      }
    | undefined;
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
    /** Does one job at a time. Rejects only if the job cannot be copied to the thread. */
    run: (job: Types['job'], onProgress: (progress: Types['progress']) => void) =>
      new Promise<Outcome<Types['result']>>((settle) => {
        current = { settle, onProgress };
        worker.postMessage(job);
      }),
    /** Ends the thread, whatever it is doing. Resolves once it has ended. */
    stop: async () => {
      isStopped = true;
      void worker.terminate();
      await exit;
    },
  };
}

/** The types of what goes in and out of one pool. Both sides name the same. */
export interface PoolTypes {
  readonly job: unknown;
  readonly result: unknown;
  /** What a job reports while it runs; `never` if it reports nothing. */
  readonly progress: unknown;
}

/** A worker's answer to a job: any number of `progress`, then one of the others. */
export type Answer<Types extends PoolTypes> =
  | { readonly kind: 'progress'; readonly progress: Types['progress'] }
  | { readonly kind: 'done'; readonly result: Types['result'] }
  | { readonly kind: 'failed'; readonly message: string };
