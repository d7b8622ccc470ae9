/** What a memory profile is asked to do. */
import type { TrainingSettings } from '../benchmark/settings.js';

/** The settings of one process. */
export interface MemorySettings extends TrainingSettings {
  readonly datasetSize: number;
}

/** As many as the published script predicts; fewer if the test set has fewer. */
const MOST_PREDICTED_ROWS = 100;

export const predictedRows = (testRowCount: number): number => Math.min(MOST_PREDICTED_ROWS, testRowCount);
