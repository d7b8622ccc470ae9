/** Whether a result file agrees with itself, before anything is trained, and how a difference is said. */
import type { BenchmarkRecord, SizeResult } from '@fived/records';
import { statisticsOf } from '../benchmark/benchmark-record.js';
import { NO_EARLY_STOPPING, splitRatios } from '../benchmark/training-settings.js';
import { differingNames, type Facts } from '../facts.js';
import { grouped } from '../text.js';

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

export interface Difference {
  /** "n = 1,000, run 2"; empty for the whole file. */
  readonly where: string;
  readonly field: string;
  readonly inFile: unknown;
  /** What it should be. */
  readonly found: unknown;
}

export function sizeName(datasetSize: number): string {
  return `n = ${grouped(datasetSize)}`;
}
export function runName(datasetSize: number, run: number): string {
  return `${sizeName(datasetSize)}, run ${run}`;
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value);

/** "n = 1,000, run 2: seed: 44 in the file, should be 43". */
export function describeDifference({ where, field, inFile, found }: Difference): string {
  return `${where === '' ? '' : `${where}: `}${field}: ${shown(inFile)} in the file, should be ${shown(found)}`;
}

/**
 * One difference for each field in which `said` does not equal `right`, to the last bit. A field that `said` lacks is
 * not a difference: records of an earlier form lack some.
 */
export function fieldDifferences(where: string, said: object, right: object): readonly Difference[] {
  const inFile = said as Facts;
  return differingNames(inFile, right as Facts)
    .filter((field) => inFile[field] !== undefined)
    .map((field) => ({ where, field, inFile: inFile[field], found: (right as Facts)[field] }));
}
