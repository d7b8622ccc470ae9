/** Whether a result file agrees with itself, before anything is trained. */
import type { BenchmarkRecord, SizeResult } from '@fived/records';
import { statisticsOf } from '../benchmark/benchmark-record.js';
import { NO_EARLY_STOPPING, splitRatios } from '../benchmark/training-settings.js';
import { fieldDifferences, runName, sizeName, type Difference } from './difference.js';

/** The seed, size and epochs of each run must follow from the settings. */
function runDifferences(
  { dataset_size: datasetSize, individual_runs: runs }: SizeResult,
  record: BenchmarkRecord,
): readonly Difference[] {
  const { random_state: firstSeed, max_iter: epochs } = record.hyperparameters;
  return runs.flatMap(({ run, seed, dataset_size, epochs_used }) =>
    fieldDifferences(
      runName(datasetSize, run),
      { dataset_size, seed, epochs_used },
      { dataset_size: datasetSize, seed: firstSeed + run - 1, epochs_used: epochs },
    ),
  );
}

/** Each run must be there once, with none too many, and all statistics must be those of the runs. */
function sizeDifferences(result: SizeResult, record: BenchmarkRecord): readonly Difference[] {
  const { dataset_size: datasetSize, individual_runs: runs } = result;
  const where = sizeName(datasetSize);
  const numbers = runs.map(({ run }) => run);
  const rightNumbers = [...new Set(numbers)].filter((run) => run <= record.n_runs_per_size).sort((a, b) => a - b);
  return [
    ...fieldDifferences(where, { 'numbers of the runs': numbers }, { 'numbers of the runs': rightNumbers }),
    ...fieldDifferences(where, result, {
      n_runs: runs.length,
      epochs_used: record.hyperparameters.max_iter,
      ...statisticsOf(runs),
    }),
  ];
}

/**
 * Everything in the file that contradicts the rest of it, or the split and the stopping rule that fived always uses.
 */
export function inconsistencies(record: BenchmarkRecord): readonly Difference[] {
  const { results, hyperparameters, split_ratios, dataset_sizes } = record;
  const sizes = results.map(({ dataset_size }) => dataset_size);
  const rightSizes = [...new Set(sizes)].filter((size) => dataset_sizes?.includes(size) ?? true);
  return [
    ...fieldDifferences('', split_ratios, splitRatios),
    ...fieldDifferences('', hyperparameters, { early_stopping_patience: NO_EARLY_STOPPING }),
    ...fieldDifferences('', { 'sizes of the results': sizes }, { 'sizes of the results': rightSizes }),
    ...results.flatMap((result) => [...sizeDifferences(result, record), ...runDifferences(result, record)]),
  ];
}
