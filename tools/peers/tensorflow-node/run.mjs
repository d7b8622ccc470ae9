/** TensorFlow.js on the native TensorFlow library. */
import * as tf from '@tensorflow/tfjs-node';
import { run, versionOf } from '../javascript/peer.mjs';
import { createTrainer } from '../javascript/tensorflow-trainer.mjs';

await run('tensorflow.js-node', async (rows) => {
  await tf.ready();
  return {
    trainer: createTrainer(tf, rows),
    versions: { '@tensorflow/tfjs-node': versionOf('@tensorflow/tfjs-node', import.meta.url) },
  };
});
