/**
 * THE training loop: minibatch gradient descent with Adam, a validation pass after each epoch, and the weights of the
 * best epoch restored at the end. It is the loop that every engine runs and every benchmark measures.
 */
import { Xoshiro128 } from '@fived/random';
import type { AdamSettings, Engine, FloatArray } from './engine.js';
import { modelSeed } from './initializers.js';
import { StepSize } from './step-size.js';

/** Keras's defaults for Adam, and those of the published network. */
export const adamDefaults: AdamSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** What a callback sees after each epoch. One object serves all epochs: copy what you keep. */
export interface EpochProgress {
  /** From 1. */
  epoch: number;
  /** Mean squared error over the epoch's minibatches, each before its update. */
  trainLoss: number;
  /** Mean squared error over the validation rows after the epoch; NaN without any. */
  validationLoss: number;
  bestEpoch: number;
}

export interface TrainOptions {
  readonly epochs: number;
  readonly learningRate: number;
  readonly adam: AdamSettings;
  /** Seed of the order in which rows are visited. */
  readonly seed: number;
  /** Called after each epoch; 'stop' ends training after this one. */
  readonly onEpoch?: (progress: Readonly<EpochProgress>) => 'stop' | undefined;
}

export interface TrainingResult {
  readonly epochsRun: number;
  /** The epoch, from 1, whose weights were restored: the least validation loss, the earliest if equal; without validation rows the last. */
  readonly bestEpoch: number;
  /** Losses by epoch, epochsRun long. */
  readonly trainLoss: Float64Array;
  readonly validationLoss: Float64Array;
  /** The parameters after the last epoch; the engine itself holds those of the best one, and the last moments. */
  readonly finalParams: FloatArray;
}

/** Training left the finite numbers. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';

  constructor(
    readonly epoch: number,
    readonly learningRate: number,
    what: string,
  ) {
    super(
      `Training diverged: ${what} is not finite after epoch ${epoch} at learning rate ${learningRate}. ` +
        'Use a smaller learning rate, and check that inputs and targets are scaled.',
    );
  }
}

/**
 * Trains the engine's parameters in place, from what they are, on the engine's training rows.
 * @throws RangeError for options that make no sense.
 * @throws DivergenceError if a loss, a parameter or a moment is not finite at the end of an epoch.
 */
export function train(engine: Engine, options: TrainOptions): TrainingResult {
  checkTrainOptions(engine, options);
  const { epochs, learningRate, onEpoch } = options;
  const { order, params, lossSum, stepSize, batchSize, trainingRowCount, validationRowCount } = engine;
  const shuffler = new Xoshiro128(modelSeed(options.seed, 'order'));
  const adam = new StepSize(options.adam);
  const bestParams = params.slice();
  const trainLoss = new Float64Array(epochs);
  const validationLoss = new Float64Array(epochs);
  const progress: EpochProgress = { epoch: 0, trainLoss: NaN, validationLoss: NaN, bestEpoch: 0 };
  let bestLoss = Infinity;
  let epoch = 0;
  let stopped = false;

  while (epoch < epochs && !stopped) {
    epoch++;
    shuffler.shuffle(order);
    let epochLossSum = 0;
    for (let first = 0; first < trainingRowCount; first += batchSize) {
      engine.load(first, Math.min(batchSize, trainingRowCount - first));
      engine.forward();
      epochLossSum += lossSum[0];
      engine.backward();
      adam.advance(learningRate, stepSize);
      engine.step();
    }
    engine.evaluate();

    const loss = epochLossSum / trainingRowCount;
    const validation = lossSum[0] / validationRowCount; // 0 / 0 is NaN: no validation rows, no loss
    trainLoss[epoch - 1] = loss;
    validationLoss[epoch - 1] = validation;
    checkFinite(engine, epoch, learningRate, loss, validation);

    if (validation < bestLoss || validationRowCount === 0) {
      bestLoss = validation;
      progress.bestEpoch = epoch;
      bestParams.set(params);
    }
    if (onEpoch !== undefined) {
      progress.epoch = epoch;
      progress.trainLoss = loss;
      progress.validationLoss = validation;
      stopped = onEpoch(progress) === 'stop';
    }
  }

  const finalParams = params.slice();
  params.set(bestParams);
  return {
    epochsRun: epoch,
    bestEpoch: progress.bestEpoch,
    trainLoss: trainLoss.subarray(0, epoch),
    validationLoss: validationLoss.subarray(0, epoch),
    finalParams,
  };
}

function checkTrainOptions(engine: Engine, { epochs, learningRate }: TrainOptions): void {
  if (!Number.isSafeInteger(epochs) || epochs < 1) {
    throw new RangeError(`epochs must be a whole number of at least 1; got ${epochs}.`);
  }
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(`The learning rate must be a positive number; got ${learningRate}.`);
  }
  if (engine.trainingRowCount === 0) throw new RangeError('There are no training rows.');
}

/** The losses alone would not tell: they can stay finite while second moments have overflowed. */
function checkFinite(engine: Engine, epoch: number, learningRate: number, loss: number, validation: number): void {
  const fail = (what: string): never => {
    throw new DivergenceError(epoch, learningRate, what);
  };
  if (!Number.isFinite(loss)) fail('the training loss');
  if (engine.validationRowCount > 0 && !Number.isFinite(validation)) fail('the validation loss');
  if (!allFinite(engine.params)) fail('a parameter');
  if (!allFinite(engine.m) || !allFinite(engine.v)) fail("one of Adam's moments");
}

function allFinite(values: FloatArray): boolean {
  let poison = 0; // 0 * value is 0, or NaN if value is infinite or NaN
  for (let i = 0; i < values.length; i++) poison += 0 * values[i];
  return poison === 0;
}
