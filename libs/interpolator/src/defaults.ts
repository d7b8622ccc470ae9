/** How networks are trained by default. This is the one place where the settings are chosen. */
import type { HiddenActivation, Schedule } from '@fived/nn';

/**
 * The optimizer that learns the weights.
 *
 *     levenberg-marquardt   second order: by far the best fit with small smooth networks; its cost a step grows with
 *                           the square of the number of parameters
 *     adam                  first order, in minibatches: for networks of any size
 */
export const optimizers = ['levenberg-marquardt', 'adam'] as const;
export type Optimizer = (typeof optimizers)[number];

/** The settings of every training, whatever the optimizer; only the seed is separate. */
interface CommonSettings {
  /** Widths of the hidden layers, from the inputs on. */
  readonly hiddenSizes: readonly number[];
  /** The function after each hidden layer. */
  readonly activation: HiddenActivation;
  /** The maximum number of epochs. An epoch of levenberg-marquardt is one step. */
  readonly epochs: number;
  /**
   * Training ends after this many epochs without a lower validation loss; 0 for never. `saved-fit.ts` has the exact
   * rule.
   */
  readonly patience: number;
  /** The number of networks, each trained from another seed. The prediction is the mean of the good ones. */
  readonly members: number;
}

/** It uses all rows in every step and finds its own step sizes, so there is nothing else to choose. */
interface LevenbergMarquardtSettings extends CommonSettings {
  readonly optimizer: 'levenberg-marquardt';
}

export interface AdamTrainingSettings extends CommonSettings {
  readonly optimizer: 'adam';
  readonly batchSize: number;
  /** The peak, if the schedule lets it fall. */
  readonly learningRate: number;
  readonly schedule: Schedule;
}

export type TrainingSettings = LevenbergMarquardtSettings | AdamTrainingSettings;

/** The size of the data, which decides the defaults. */
export interface DataSize {
  readonly trainingRowCount: number;
  readonly dimensions: number;
}

/**
 * With fewer rows than this, small networks are enough, and there are many; all of it takes a few seconds
 * (docs/decisions/0011).
 */
const MANY_ROWS = 3000;
const MOST_MEMBERS = 8;
/** In a fit of few rows: the number of members times the number of rows. */
const MEMBERS_TIMES_ROWS = 5600;
/**
 * Beyond the first number of rows there is only time for one network. Beyond the second, or beyond this many features,
 * there is no time for second-order steps.
 */
const ROWS_FOR_ONE_MEMBER = 14_000;
const MOST_SECOND_ORDER_ROWS = 40_000;
const MOST_SECOND_ORDER_DIMENSIONS = 40;
/** Minibatch rows of a training with Adam, in all its epochs together. */
const ADAM_ROWS = 6e6;

function levenbergMarquardt({ trainingRowCount }: DataSize): LevenbergMarquardtSettings {
  const hasMany = trainingRowCount >= MANY_ROWS;
  const fewRowsMembers = Math.max(3, Math.min(MOST_MEMBERS, Math.floor(MEMBERS_TIMES_ROWS / trainingRowCount)));
  const manyRowsMembers = trainingRowCount > ROWS_FOR_ONE_MEMBER ? 1 : 2;
  return {
    optimizer: 'levenberg-marquardt',
    hiddenSizes: hasMany ? [16, 16] : [12, 8],
    activation: 'algebraic-silu',
    epochs: hasMany ? 90 : 120,
    patience: 50,
    members: hasMany ? manyRowsMembers : fewRowsMembers,
  };
}

const bestOptimizer = ({ trainingRowCount, dimensions }: DataSize): Optimizer =>
  trainingRowCount > MOST_SECOND_ORDER_ROWS || dimensions > MOST_SECOND_ORDER_DIMENSIONS
    ? 'adam'
    : 'levenberg-marquardt';

const adam = ({ trainingRowCount }: DataSize): AdamTrainingSettings => ({
  optimizer: 'adam',
  hiddenSizes: [64, 32, 16],
  activation: 'algebraic-silu',
  epochs: Math.max(30, Math.min(1500, Math.round(ADAM_ROWS / trainingRowCount / 100) * 100)),
  batchSize: Math.min(32, trainingRowCount),
  learningRate: 0.005,
  schedule: 'cosine',
  patience: 50,
  members: 1,
});

/** The network and the training of the published profile. */
const published: AdamTrainingSettings = {
  optimizer: 'adam',
  hiddenSizes: [64, 32, 16],
  activation: 'relu',
  epochs: 300,
  batchSize: 32,
  learningRate: 0.001,
  schedule: 'constant',
  patience: 0,
  members: 1,
};

/** By name: the settings for this size of data and, where there is a choice, an optimizer. */
export const presets = {
  /** An accurate fit in a few seconds. */
  default: (size: DataSize, optimizer: Optimizer = bestOptimizer(size)): TrainingSettings =>
    optimizer === 'adam' ? adam(size) : levenbergMarquardt(size),
  published: (): TrainingSettings => published,
} satisfies Record<string, (size: DataSize, optimizer?: Optimizer) => TrainingSettings>;

export type Preset = keyof typeof presets;

export const DEFAULT_SEED = 42;
