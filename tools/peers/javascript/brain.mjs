/**
 * brain.js. What it cannot do differs from the published training:
 *   - it updates after every row: no minibatches, so some 30 times as many Adam updates an epoch;
 *   - one activation for all layers: its output has a ReLU too, so the target is mapped to 0 .. 1 by the training rows'
 *     extremes (and back), and the output's bias starts at 0.5, without which the unit may be dead from the start;
 *   - its Adam corrects a bias by the moment of the step before.
 * Order of the rows, validation pass and best weights go around its own trainPattern, which is what its train() calls.
 */
import brain from 'brain.js';
import { ADAM, glorotLimit, HIDDEN, LEARNING_RATE, randomStream, run, shuffle, versionOf } from './peer.mjs';

const SETTINGS = { praxis: 'adam', activation: 'relu', learningRate: LEARNING_RATE, ...ADAM };

const createTrainer = ({ training, validation }) => {
  const { dimensions } = training;
  const inputsOf = (x) =>
    Array.from({ length: x.length / dimensions }, (_, row) => x.slice(row * dimensions, (row + 1) * dimensions));
  const [low, high] = [Math.min(...training.y), Math.max(...training.y)];
  const patterns = inputsOf(training.x).map((input, row) => ({
    input,
    output: Float32Array.of((training.y[row] - low) / (high - low)),
  }));
  const validationInputs = inputsOf(validation.x);
  const sizes = [dimensions, ...HIDDEN, 1];
  let network;
  let random;
  const copyOf = (layers) => layers.map((nodes) => nodes.map((values) => values.slice()));

  return {
    reset: (seed) => {
      random = randomStream(seed);
      network = new brain.NeuralNetwork({ inputSize: dimensions, hiddenLayers: HIDDEN, outputSize: 1, ...SETTINGS });
      network.initialize();
      for (let layer = 1; layer < sizes.length; layer++) {
        const limit = glorotLimit(sizes[layer - 1], sizes[layer]);
        for (const weights of network.weights[layer])
          weights.forEach((_, i) => (weights[i] = limit * (2 * random() - 1)));
        network.biases[layer].fill(layer === sizes.length - 1 ? 0.5 : 0);
      }
    },
    train: (epochs) => {
      let bestLoss = Infinity;
      let best;
      for (let epoch = 0; epoch < epochs; epoch++) {
        shuffle(patterns, random);
        network.trainPatterns(patterns);
        let loss = 0;
        validationInputs.forEach((input, row) => {
          loss += (low + (high - low) * network.runInput(input)[0] - validation.y[row]) ** 2;
        });
        if (loss >= bestLoss) continue;
        bestLoss = loss;
        best = { weights: copyOf(network.weights), biases: network.biases.map((values) => values.slice()) };
      }
      Object.assign(network, best);
    },
    predict: (x) => Float32Array.from(inputsOf(x), (input) => low + (high - low) * network.runInput(input)[0]),
  };
};

await run('brain.js', (rows) =>
  Promise.resolve({ trainer: createTrainer(rows), versions: { 'brain.js': versionOf('brain.js', import.meta.url) } }),
);
