/** A worker thread of one training that several threads share. */
import { workerData } from 'node:worker_threads';
import { serveThread, type ThreadData } from '@fived/nn/thread';

// Once the event loop has turned: only then can the training's own thread tell whether this one lives.
setImmediate(() => {
  serveThread(workerData as ThreadData);
});
