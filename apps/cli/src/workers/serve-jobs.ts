/** The worker's side of a pool. The module that `runJobs` starts calls it once. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, PoolTypes } from './job-worker.js';

interface JobContext<Types extends PoolTypes> {
  /** Sends a copy to the pool. */
  readonly report: (progress: Types['progress']) => void;
  /** Whether the job should end with what it has: the pool has been aborted. */
  readonly isStopped: () => boolean;
}

/**
 * Does the jobs that the pool hands out, one at a time, until the pool ends the thread. What `work` throws fails its
 * job, not the thread. So does a result that cannot be sent.
 * @throws Error outside a worker thread
 */
export function serveJobs<Types extends PoolTypes>(
  work: (job: Types['job'], context: JobContext<Types>) => Types['result'] | Promise<Types['result']>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('This module does the jobs of a pool and runs in a worker thread only.');
  const stopFlag = workerData as Int32Array;
  const answer = (message: Answer<Types>): void => {
    port.postMessage(message);
  };
  const context: JobContext<Types> = {
    report: (progress) => {
      answer({ kind: 'progress', progress });
    },
    isStopped: () => Atomics.load(stopFlag, 0) !== 0,
  };
  const serve = async (job: Types['job']): Promise<void> => {
    try {
      answer({ kind: 'done', result: await work(job, context) });
    } catch (error) {
      answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  };
  port.on('message', (job: Types['job']) => void serve(job));
}
