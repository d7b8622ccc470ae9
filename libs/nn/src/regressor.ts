/** The whole library behind scikit-learn's three verbs: fit, predict, score. */
import { createAutoEngine } from './auto-engine.js';
import { adamDefaults, noRows, type AdamSettings, type Engine, type EngineFactory, type RowSet } from './engine.js';
import { glorotUniform } from './initializers.js';
import { r2 } from './metrics.js';
import { describeNetwork, type HiddenActivation } from './network.js';
import type { Schedule } from './schedule.js';
import type { EpochProgress, TrainingResult } from './course.js';
import { train } from './train.js';

export interface MlpRegressorOptions {
  readonly hiddenSizes: readonly number[];
  readonly activation: HiddenActivation;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly schedule: Schedule;
  readonly seed: number;
  readonly adam: AdamSettings;
  readonly createEngine: EngineFactory;
  readonly onEpoch?: (progress: Readonly<EpochProgress>) => 'stop' | undefined;
}

/** The published network and its settings. */
export const regressorDefaults: MlpRegressorOptions = {
  hiddenSizes: [64, 32, 16],
  activation: 'relu',
  epochs: 300,
  batchSize: 32,
  learningRate: 0.001,
  schedule: 'constant',
  seed: 42,
  adam: adamDefaults,
  createEngine: createAutoEngine,
};

/** A multilayer perceptron that learns one value from rows of features. Features should be scaled first. */
export class MlpRegressor {
  readonly options: MlpRegressorOptions;
  private fitted: { engine: Engine; result: TrainingResult } | undefined;

  constructor(options: Partial<MlpRegressorOptions> = {}) {
    this.options = { ...regressorDefaults, ...options };
  }

  /**
   * Trains a fresh model. With validation rows, it keeps the weights of the epoch with the lowest validation loss.
   * @param training x (rowCount, features) row-major, y (rowCount)
   * @throws RangeError for rows or settings that do not fit; DivergenceError if training leaves the finite numbers
   */
  fit(training: RowSet, validation: RowSet = noRows): this {
    const { hiddenSizes, activation, batchSize, adam, seed, createEngine } = this.options;
    if (training.rowCount === 0) throw new RangeError('There are no training rows.');
    const network = describeNetwork([training.x.length / training.rowCount, ...hiddenSizes, 1], activation);
    const engine = createEngine({ network, batchSize, adam, training, validation });
    glorotUniform(network, seed, engine.params);
    this.fitted = { engine, result: train(engine, this.options) };
    return this;
  }

  /**
   * Predicts rows of x (rowCount, features), row-major.
   * @throws Error before `fit`; RangeError if x does not hold whole rows
   */
  predict(x: Float32Array): Float32Array {
    const { engine } = this.trained();
    const rowCount = x.length / engine.network.inputSize;
    if (!Number.isInteger(rowCount)) {
      throw new RangeError(`x must hold whole rows of ${engine.network.inputSize} features; got ${x.length} values.`);
    }
    const predictions = new Float32Array(rowCount);
    engine.predict(x, rowCount, predictions);
    return predictions;
  }

  /** R2 of the predictions for x against y. */
  score(x: Float32Array, y: Float32Array): number {
    return r2(y, this.predict(x));
  }

  /** Training loss (mean squared error) by epoch. */
  get lossCurve(): Float64Array {
    return this.trained().result.trainLoss;
  }

  /** Epochs run. */
  get nIter(): number {
    return this.trained().result.epochsRun;
  }

  /** The trained parameters, and the state that training left behind. */
  get engine(): Engine {
    return this.trained().engine;
  }

  get result(): TrainingResult {
    return this.trained().result;
  }

  private trained(): { engine: Engine; result: TrainingResult } {
    if (this.fitted === undefined) throw new Error('This MlpRegressor has not been fitted yet: call fit first.');
    return this.fitted;
  }
}
