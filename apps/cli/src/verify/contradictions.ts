/** What in a result file is wrong before anything is trained. */
import * as bench from '@fived/bench';
import { fieldDifferences, inconsistencies, type BenchmarkRecord, type Difference } from '@fived/records';
import { NO_EARLY_STOPPING, splitRatios } from '../benchmark/training-settings.js';

/** All that contradicts the rest of the file, or the split and the stopping rule that fived always uses. */
export const contradictions = (record: BenchmarkRecord): readonly Difference[] => [
  ...fieldDifferences('', record.split_ratios, splitRatios),
  ...fieldDifferences('', record.hyperparameters, { early_stopping_patience: NO_EARLY_STOPPING }),
  ...inconsistencies(record, bench),
];
