/**
 * The one contract that every engine keeps. Its calls are coarse enough to be fast, and fine enough for a reader or a
 * test to look between the stages. `train.ts` is written against it, so the loop that you read is the loop that runs.
 *
 * An engine owns its rows: it is built with the training and validation rows, and `order` says which training rows make
 * up the next minibatches. After construction it allocates nothing, and no method takes or returns a float. Results go
 * to `lossSum` and `epochLossSum`; the learning rate comes from `learningRate`. (V8 boxes on the heap a float that
 * crosses a polymorphic call, and every float in code that it has not yet optimised.)
 *
 * The arithmetic of each stage is fixed to the last rounding; docs/method/arithmetic.md states it.
 */
import type { GramFactory } from './gram.js';
import type { Network } from './network.js';

/** Float32Array in all engines but one: the reference engine's float64 form, for gradient checks. */
export type FloatArray = Float32Array | Float64Array;

/**
 * The version of the arithmetic. Two results of one version, from the same rows, settings and seed, have equal bits.
 */
export const ARITHMETIC = 2;

/** The version of second-order training, apart from the arithmetic: its decisions and limits. */
export const SECOND_ORDER = 1;

/** Rows of data: x is (rowCount, inputSize) row-major, y is (rowCount). */
export interface RowSet {
  readonly x: FloatArray;
  readonly y: FloatArray;
  readonly rowCount: number;
}

export const noRows: RowSet = { x: new Float32Array(0), y: new Float32Array(0), rowCount: 0 };

/** Adam's constants (Kingma and Ba, 2015), in Keras's form of the update. */
export interface AdamSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Keras's defaults for Adam, and those of the published network. */
export const adamDefaults: AdamSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

export interface EngineOptions {
  readonly network: Network;
  /** Rows of a full minibatch. The last one of an epoch may be shorter. */
  readonly batchSize: number;
  readonly adam: AdamSettings;
  /** Not needed by an engine that only predicts. */
  readonly training?: RowSet;
  readonly validation?: RowSet;
}

export interface Engine {
  readonly name: string;
  readonly network: Network;
  readonly batchSize: number;
  /** The constants that `step()` uses. */
  readonly adam: AdamSettings;
  readonly trainingRowCount: number;
  readonly validationRowCount: number;

  /** Live views, each parameterCount long, in the network's layout. (An engine may compute `grads` on first access.) */
  readonly params: FloatArray;
  readonly grads: FloatArray;
  /** Adam's first and second moments. */
  readonly m: FloatArray;
  readonly v: FloatArray;

  /** Training row numbers in the order in which minibatches take them. The loop shuffles them in place. */
  readonly order: Int32Array;
  /** One element, in float64: the learning rate of the next `step()`. */
  readonly learningRate: Float64Array;
  /** Two elements, in float64: beta1^t and beta2^t after t steps, as running products. */
  readonly betaPowers: Float64Array;
  /** One element, in float64: the sum of squared errors of the last `forward()` or `evaluate()`. */
  readonly lossSum: Float64Array;
  /**
   * One element, in float64: `forward()` adds its sum of squared errors. The loop resets it to zero before each epoch.
   */
  readonly epochLossSum: Float64Array;

  /** Makes what computes J'J for second-order training (levenberg-marquardt/). */
  readonly createGram: GramFactory;

  /** Gathers the minibatch of `count` rows order[first] .. order[first + count - 1]. */
  load(first: number, count: number): void;
  /**
   * Predicts the minibatch, keeps every activation, writes the sum of squared errors to `lossSum` and adds it to
   * `epochLossSum`.
   */
  forward(): void;
  /** Fills `grads` with the gradient of the minibatch's mean squared error. Call `forward()` first. */
  backward(): void;
  /** Advances `betaPowers` by one step, then makes one Adam update of `params` from `grads`. */
  step(): void;
  /** Writes the sum of squared errors over all validation rows to `lossSum`. */
  evaluate(): void;
  /**
   * Only in an engine with threads: lets the threads end. The engine still works, on the calling thread. Other engines
   * have nothing to release.
   */
  readonly close?: () => void;
  /** Predicts any number of rows: x (rowCount, inputSize) row-major into predictions (rowCount). */
  predict(x: FloatArray, rowCount: number, predictions: FloatArray): void;
}

export type EngineFactory = (options: EngineOptions) => Engine;
