/**
 * Workers for the threaded engine on Node's worker threads, for the tests. Node 20 loads no TypeScript, so the workers
 * run the built files.
 */
import { Worker } from 'node:worker_threads';
import type { StartWorker } from '../threads/team.js';

const BUILT_WORKER = JSON.stringify(new URL('../../dist/threads/worker.js', import.meta.url).href);

/**
 * Each thread gets a worker of its own, which ends with the thread.
 * @param before code that each worker runs first; in it, `data` is what the thread was given
 * @param started receives each worker
 */
export function nodeWorkers(before = '', started?: (worker: Worker) => void): StartWorker {
  const code = `
    const { workerData: data } = require('node:worker_threads');
    ${before}
    import(${BUILT_WORKER}).then(({ serveThread }) => serveThread(data));`;
  return (data, onEnd) => {
    const worker = new Worker(code, { eval: true, workerData: data });
    worker.unref();
    let hasEnded = false;
    worker.on('error', onEnd);
    worker.on('exit', () => {
      hasEnded = true;
      onEnd();
    });
    started?.(worker);
    return {
      terminate: () => void worker.terminate(),
      // Node reports -1 for a thread that has stopped; the event would arrive only after the calling thread returns
      isAlive: () => !hasEnded && worker.performance.eventLoopUtilization().idle !== -1,
    };
  };
}

/** The same few workers for one engine after another, so they start only once. */
export function pooledNodeWorkers(): StartWorker {
  const workers: Worker[] = [];
  const code = `
    const { parentPort } = require('node:worker_threads');
    const module = import(${BUILT_WORKER});
    parentPort.on('message', async (data) => (await module).serveThread(data));`;
  return (data) => {
    const index = data.thread - 1;
    workers[index] ??= new Worker(code, { eval: true });
    workers[index].unref();
    workers[index].postMessage(data);
    return { terminate: () => undefined };
  };
}
