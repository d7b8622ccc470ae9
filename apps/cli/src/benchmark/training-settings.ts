/** What a sweep is asked to do, and how its record says so. */
import type { AdamSettings } from '@fived/nn';
import type { Hyperparameters } from '@fived/records';
import type { EngineSettings } from './engines.js';
import type { PlanSettings } from './sweep-plan.js';

/** The settings of one training. */
export interface TrainingSettings extends EngineSettings {
  readonly hiddenSizes: readonly number[];
  readonly epochs: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly adam: AdamSettings;
  /** The seed of dataset and split, and of run 1's model. The model of run k has seed + k - 1. */
  readonly seed: number;
  /** Standard deviation of the noise on the target. */
  readonly noise: number;
}

export interface SweepSettings extends TrainingSettings, PlanSettings {}

/** What is as published unless an option says otherwise. */
export const PUBLISHED_SETTINGS = { learningRate: 0.001, batchSize: 32, noise: 0.01 } as const;

/** The published profile's shares of training, validation and test rows. */
export const splitRatios = { train_size: 0.7, val_size: 0.15, test_size: 0.15 } as const;

/** The published name for "early stopping is off". */
export const NO_EARLY_STOPPING = 10_000;

/** The settings under the published names. */
export const hyperparametersOf = (settings: TrainingSettings): Hyperparameters => ({
  hidden_sizes: settings.hiddenSizes,
  learning_rate: settings.learningRate,
  max_iter: settings.epochs,
  random_state: settings.seed,
  early_stopping_patience: NO_EARLY_STOPPING,
  ...settings.adam,
  noise: settings.noise,
});
