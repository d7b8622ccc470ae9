/** What a sweep is asked to do. */
import type { AdamSettings } from '@fived/nn';
import type { EngineName } from './engines.js';
import type { PlanSettings } from './plan.js';

/** Of one training. */
export interface TrainingSettings {
  readonly hiddenSizes: readonly number[];
  readonly epochs: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly adam: AdamSettings;
  /** Seed of dataset and split, and of run 1's model; run k's model has seed + k - 1. */
  readonly seed: number;
  /** Standard deviation of the noise on the target. */
  readonly noise: number;
  readonly engine: EngineName;
  /** Whether V8 makes 256-bit vectors of the simd engine's pairs of 128-bit ones. */
  readonly wide: boolean;
  /** That share one training. Default 1. */
  readonly threads?: number;
}

export interface SweepSettings extends TrainingSettings, PlanSettings {}

/** Training, validation and test share of the published profile. */
export const splitRatios = { train_size: 0.7, val_size: 0.15, test_size: 0.15 } as const;

/** Keeps the published name for "early stopping is off". */
export const NO_EARLY_STOPPING = 10_000;
