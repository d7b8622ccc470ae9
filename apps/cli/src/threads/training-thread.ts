/** A worker thread of a training that several threads share. */
import { workerData } from 'node:worker_threads';
import { serveThread, type ThreadData } from '@fived/nn/thread';

// After one turn of the event loop: only then can the training's own thread tell whether this one lives.
setImmediate(() => {
  serveThread(workerData as ThreadData);
});
