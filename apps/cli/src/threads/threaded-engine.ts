/** The simd engine on several threads of Node. */
import { Worker } from 'node:worker_threads';
import { createThreadedEngine, type EngineFactory, type StartWorker } from '@fived/nn';

// The same relative path from `src` and from `dist`: Node 20 loads no TypeScript.
const trainingThread = new URL('../../dist/threads/training-thread.js', import.meta.url);

/** A thread's `idle` time once it has stopped. Its exit event has to wait until the calling thread returns. */
const STOPPED = -1;

const startWorker: StartWorker = (data, onEnd) => {
  const worker = new Worker(trainingThread, { workerData: data });
  worker.unref();
  let hasEnded = false;
  worker.on('error', onEnd);
  worker.on('exit', () => {
    hasEnded = true;
    onEnd();
  });
  return {
    terminate: () => void worker.terminate(),
    isAlive: () => !hasEnded && worker.performance.eventLoopUtilization().idle !== STOPPED,
  };
};

/** Makes engines whose threads share a step where measuring shows that this is faster. `close` ends their threads. */
export const threadedEngineFactory =
  (threadCount: number): EngineFactory =>
  (options) =>
    createThreadedEngine(options, { threadCount, startWorker });
