/** What a sweep is asked to do. */
import type { AdamSettings } from '@fived/nn';
import type { EngineName } from './engines.js';
import type { PlanSettings } from './sweep-plan.js';

/** The settings of one training. */
export interface TrainingSettings {
  readonly hiddenSizes: readonly number[];
  readonly epochs: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly adam: AdamSettings;
  /** The seed of dataset and split, and of run 1's model. The model of run k has seed + k - 1. */
  readonly seed: number;
  /** Standard deviation of the noise on the target. */
  readonly noise: number;
  readonly engine: EngineName;
  /** Whether V8 joins pairs of the simd engine's 128-bit vectors into 256-bit ones. */
  readonly wide: boolean;
  /** How many threads share one training. Default 1. */
  readonly threads?: number;
}

export interface SweepSettings extends TrainingSettings, PlanSettings {}

/** The published profile's shares of training, validation and test rows. */
export const splitRatios = { train_size: 0.7, val_size: 0.15, test_size: 0.15 } as const;

/** The published name for "early stopping is off". */
export const NO_EARLY_STOPPING = 10_000;
