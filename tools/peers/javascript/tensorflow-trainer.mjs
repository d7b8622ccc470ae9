/**
 * Training with TensorFlow.js, whatever the back end.
 *
 * The layers are tf.layers', the loop is ours: optimizer.minimize over views of rows that were gathered once an epoch.
 * Here it takes 20% (cpu) to 50% (wasm) less time than model.fit, which gathers each batch and reports it to callbacks.
 * Results are read back once an epoch, for the validation loss.
 */
import { ADAM, BATCH_SIZE, glorotLimit, HIDDEN, LEARNING_RATE, randomStream, shuffle } from './peer.mjs';

const createModel = (tf, dimensions) => {
  const model = tf.sequential();
  HIDDEN.forEach((units, i) =>
    model.add(tf.layers.dense({ units, activation: 'relu', ...(i === 0 ? { inputShape: [dimensions] } : {}) })),
  );
  model.add(tf.layers.dense({ units: 1 }));
  return model;
};

/** `tf` is the library, its back end ready. */
export const createTrainer = (tf, { training, validation }) => {
  const { dimensions, rowCount } = training;
  const model = createModel(tf, dimensions);
  const variables = model.trainableWeights.map((weight) => weight.read());
  const tensorsOf = ({ x, y, rowCount: rows }) => [tf.tensor2d(x, [rows, dimensions]), tf.tensor2d(y, [rows, 1])];
  const [x, y] = tensorsOf(training);
  const [validationX, validationY] = tensorsOf(validation);
  let optimizer;
  let random;
  let order;

  const runEpoch = () => {
    shuffle(order, random);
    tf.tidy(() => {
      const rows = tf.tensor1d(order, 'int32');
      const [shuffledX, shuffledY] = [x.gather(rows), y.gather(rows)];
      for (let first = 0; first < rowCount; first += BATCH_SIZE) {
        const count = Math.min(BATCH_SIZE, rowCount - first);
        tf.tidy(() => {
          const [batchX, batchY] = [
            shuffledX.slice([first, 0], [count, dimensions]),
            shuffledY.slice([first, 0], [count, 1]),
          ];
          optimizer.minimize(
            () => tf.losses.meanSquaredError(batchY, model.apply(batchX, { training: true })),
            false,
            variables,
          );
        });
      }
    });
    return tf.tidy(() => tf.losses.meanSquaredError(validationY, model.apply(validationX)).dataSync()[0]);
  };

  return {
    reset: (seed) => {
      random = randomStream(seed);
      order = Int32Array.from({ length: rowCount }, (_, i) => i);
      optimizer?.dispose();
      optimizer = tf.train.adam(LEARNING_RATE, ADAM.beta1, ADAM.beta2, ADAM.epsilon);
      tf.tidy(() => {
        for (const variable of variables) {
          const { shape, size } = variable;
          const limit = shape.length === 2 ? glorotLimit(...shape) : 0;
          variable.assign(
            tf.tensor(
              Float32Array.from({ length: size }, () => limit * (2 * random() - 1)),
              shape,
            ),
          );
        }
      });
    },
    train: (epochs) => {
      let bestLoss = Infinity;
      let best = [];
      for (let epoch = 0; epoch < epochs; epoch++) {
        const loss = runEpoch();
        if (loss >= bestLoss) continue;
        bestLoss = loss;
        tf.dispose(best);
        best = variables.map((variable) => variable.clone());
      }
      variables.forEach((variable, i) => variable.assign(best[i]));
      tf.dispose(best);
    },
    predict: (features) =>
      tf.tidy(() => model.apply(tf.tensor2d(features, [features.length / dimensions, dimensions])).dataSync()),
  };
};
