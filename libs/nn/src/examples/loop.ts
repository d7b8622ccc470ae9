/** The smallest complete training loop: `train()` written out, with the same bits as its result. */
import { defaultRng, Xoshiro128 } from '@fived/random';
import { adamDefaults } from '../engine.js';
import { glorotUniform, modelSeed } from '../initializers.js';
import { describeNetwork } from '../network.js';
import { createReferenceEngine } from '../reference/engine.js';

/**
 * Learns y = x0 x1 on the square from -1 to 1, prints the loss from time to time, and returns the losses of all epochs.
 */
export function loop(print: (line: string) => void): number[] {
  const rowCount = 256;
  const x = new Float32Array(2 * rowCount);
  const y = new Float32Array(rowCount);
  const random = defaultRng(42);
  for (let row = 0; row < rowCount; row++) {
    x[2 * row] = 2 * random.random() - 1;
    x[2 * row + 1] = 2 * random.random() - 1;
    y[row] = x[2 * row] * x[2 * row + 1];
  }

  const network = describeNetwork([2, 32, 16, 1]);
  const batchSize = 32;
  const engine = createReferenceEngine({ network, batchSize, adam: adamDefaults, training: { x, y, rowCount } });
  glorotUniform(network, 42, engine.params);
  engine.learningRate[0] = 0.01;

  const shuffler = new Xoshiro128(modelSeed(42, 'order'));
  const losses: number[] = [];
  for (let epoch = 1; epoch <= 100; epoch++) {
    shuffler.shuffle(engine.order); //                    a new order of the rows
    engine.epochLossSum[0] = 0;
    for (let first = 0; first < rowCount; first += batchSize) {
      engine.load(first, batchSize); //                   the next minibatch
      engine.forward(); //                                its predictions and their squared errors
      engine.backward(); //                               the gradient of every parameter
      engine.step(); //                                   one Adam update
    }
    losses.push(engine.epochLossSum[0] / rowCount);
    if (epoch % 10 === 0) print(`epoch ${epoch}: loss ${losses[epoch - 1].toExponential(2)}`);
  }
  return losses;
}
