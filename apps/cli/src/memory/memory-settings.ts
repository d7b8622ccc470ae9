/** What a memory profile is asked to do. */
import type { MemoryProfile } from '@fived/bench';
import type { TrainingSettings } from '../benchmark/training-settings.js';

/** The settings of one process. */
export interface MemorySettings extends TrainingSettings {
  readonly datasetSize: number;
}

/** What to measure, and for which sizes. */
export interface MemoryRequest extends MemorySettings {
  readonly repeats: number;
  /** Further sizes, each measured with both engines that give the same bits; may be empty. */
  readonly sizes: readonly number[];
}

/** The profiles of one size and engine that have been taken so far. */
export interface ProfileGroup extends Pick<MemorySettings, 'datasetSize' | 'engine'> {
  readonly profiles: MemoryProfile[];
}

export const MIB = 1024 * 1024;

/** As many as the published script predicts; fewer if the test set has fewer. */
const MOST_PREDICTED_ROWS = 100;

export const predictedRows = (testRowCount: number): number => Math.min(MOST_PREDICTED_ROWS, testRowCount);
