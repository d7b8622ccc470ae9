/** TensorFlow.js in plain JavaScript or WebAssembly. Call with the back end first: cpu or wasm. */
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { fileURLToPath } from 'node:url';
import { run, versionOf } from './peer.mjs';
import { createTrainer } from './tensorflow-trainer.mjs';

const BACK_ENDS = {
  cpu: () => undefined,
  wasm: (threads) => {
    if (threads === '1') setThreadsCount(1);
    setWasmPaths(fileURLToPath(new URL('node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url)));
  },
};

const backEnd = process.argv[2];
await run(`tensorflow.js-${backEnd}`, async (rows, threads) => {
  BACK_ENDS[backEnd](threads);
  if (!(await tf.setBackend(backEnd))) throw new Error(`the back end ${backEnd} cannot be used`);
  await tf.ready();
  return {
    trainer: createTrainer(tf, rows),
    versions: { '@tensorflow/tfjs': versionOf('@tensorflow/tfjs', import.meta.url) },
  };
});
