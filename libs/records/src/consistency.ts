/** Whether a benchmark's result file agrees with itself, and how a difference is said. */
import {
  isOwnRecord,
  METRICS,
  type BaseBenchmarkRecord,
  type BaseRun,
  type BaseSizeResult,
  type BaseStatistics,
  type BenchmarkRecord,
  type OwnStatistics,
  type PowerLaw,
  type SizeResult,
} from './benchmark-record.js';
import { grouped } from './columns.js';
import { readBenchmarkRecord } from './record-files.js';

type AnyRecord = BaseBenchmarkRecord | BenchmarkRecord;

interface Summary {
  readonly mean: number;
  readonly populationStd: number;
  readonly sampleStd: number | null;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  readonly ci95: { readonly lower: number; readonly upper: number } | null;
}

/** What libs/bench computes. It is handed over, since this library imports no other. */
export interface Statistics {
  readonly summarize: (values: readonly number[]) => Summary;
  readonly labelOutliers: (values: readonly number[]) => readonly boolean[];
  readonly fitPowerLaw: (
    timings: readonly { readonly size: number; readonly seconds: readonly number[] }[],
  ) => PowerLaw;
}

/** Statistics of every metric over the runs of one size. */
export const statisticsOf = (
  runs: readonly BaseRun[],
  { summarize }: Pick<Statistics, 'summarize'>,
): BaseStatistics & OwnStatistics =>
  Object.fromEntries(
    METRICS.flatMap((metric) => {
      const summary = summarize(runs.map((run) => run[metric]));
      return [
        [`${metric}_mean`, summary.mean],
        [`${metric}_std`, summary.populationStd],
        [`${metric}_min`, summary.min],
        [`${metric}_max`, summary.max],
        [`${metric}_median`, summary.median],
        [`${metric}_sample_std`, summary.sampleStd],
        [`${metric}_ci95`, summary.ci95 === null ? null : [summary.ci95.lower, summary.ci95.upper]],
      ];
    }),
  ) as BaseStatistics & OwnStatistics;

/** The times of all runs, by size. */
export const secondsBySize = (results: readonly BaseSizeResult[]) =>
  results.map(({ dataset_size: size, individual_runs: runs }) => ({
    size,
    seconds: runs.map((run) => run.training_time_seconds),
  }));

/** The numbers of the runs whose times are outliers. */
export const outlierRuns = (
  runs: SizeResult['individual_runs'],
  { labelOutliers }: Pick<Statistics, 'labelOutliers'>,
): readonly number[] => {
  const isOutlier = labelOutliers(runs.map((run) => run.training_time_seconds));
  return runs.filter((_, index) => isOutlier[index]).map(({ run }) => run);
};

/**
 * How the time grows with the number of samples; null with fewer than two sizes, or where times say nothing of speed.
 */
export const powerLawOf = (
  { jobs = 1, results }: Pick<BenchmarkRecord, 'jobs' | 'results'>,
  { fitPowerLaw }: Pick<Statistics, 'fitPowerLaw'>,
): PowerLaw | null => {
  const timings = secondsBySize(results);
  const hasLaw =
    jobs === 1 &&
    new Set(timings.map(({ size }) => size)).size > 1 &&
    timings.every(({ seconds }) => seconds.every((time) => time > 0));
  return hasLaw ? fitPowerLaw(timings) : null;
};

/** Facts of a record, by the names under which a difference is reported. */
export type Facts = Readonly<Record<string, unknown>>;

/** The names of the facts of `next` in which `base` differs, to the last bit. */
export const differingNames = (base: Facts, next: Facts): readonly string[] =>
  Object.keys(next).filter((name) => JSON.stringify(base[name]) !== JSON.stringify(next[name]));

export interface Difference {
  /** "n = 1,000, run 2"; empty for the whole file. */
  readonly where: string;
  readonly field: string;
  readonly inFile: unknown;
  /** What it should be. */
  readonly found: unknown;
}

const sizeName = (datasetSize: number): string => `n = ${grouped(datasetSize)}`;
export const runName = (datasetSize: number, run: number): string => `${sizeName(datasetSize)}, run ${run}`;

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value);

/** "n = 1,000, run 2: seed: 44 in the file, should be 43". */
export const describeDifference = ({ where, field, inFile, found }: Difference): string =>
  `${where === '' ? '' : `${where}: `}${field}: ${shown(inFile)} in the file, should be ${shown(found)}`;

/**
 * One difference for each field in which `said` does not equal `right`, to the last bit. A field that `said` lacks is
 * not a difference: records of an earlier form lack some.
 */
export const fieldDifferences = (where: string, said: object, right: object): readonly Difference[] => {
  const inFile = said as Facts;
  return differingNames(inFile, right as Facts)
    .filter((field) => inFile[field] !== undefined)
    .map((field) => ({ where, field, inFile: inFile[field], found: (right as Facts)[field] }));
};

/** What another program computes of the same numbers may differ in the last digits. */
const ROUNDING = 1e-9;

const areClose = (a: unknown, b: unknown, scale: number): boolean =>
  typeof a === 'number' && typeof b === 'number'
    ? Math.abs(a - b) <= ROUNDING * scale
    : Array.isArray(a) && Array.isArray(b) && a.every((value, index) => areClose(value, b[index], scale));

/** The seed, size and epochs of each run must follow from the settings. */
const runDifferences = (
  { dataset_size: datasetSize, individual_runs: runs }: SizeResult,
  { hyperparameters: { random_state: firstSeed, max_iter: epochs } }: BenchmarkRecord,
): readonly Difference[] =>
  runs.flatMap((run) =>
    fieldDifferences(runName(datasetSize, run.run), run, {
      dataset_size: datasetSize,
      seed: firstSeed + run.run - 1,
      epochs_used: epochs,
      best_epoch: Math.min(run.best_epoch, epochs),
    }),
  );

/** Each run must be there once, with none too many, and all statistics must be those of the runs. */
const sizeDifferences = (
  result: BaseSizeResult | SizeResult,
  record: AnyRecord,
  statistics: Statistics,
): readonly Difference[] => {
  const { dataset_size: datasetSize, individual_runs: runs } = result;
  const where = sizeName(datasetSize);
  const numbers = runs.map((run, index) => ('run' in run ? run.run : index + 1));
  const rightNumbers = [...new Set(numbers)].filter((run) => run <= record.n_runs_per_size).sort((a, b) => a - b);
  const counts = [
    ...fieldDifferences(where, { 'numbers of the runs': numbers }, { 'numbers of the runs': rightNumbers }),
    ...fieldDifferences(where, result, { n_runs: runs.length }),
  ];
  const right = statisticsOf(runs, statistics);
  if (!isOwnRecord(record)) {
    /** The largest value of the metric that a statistic is of. */
    const scaleOf = (field: string): number => {
      const metric = METRICS.find((name) => field.startsWith(`${name}_`));
      return metric === undefined ? 0 : runs.reduce((most, run) => Math.max(most, Math.abs(run[metric])), 0);
    };
    const wrong = fieldDifferences(where, result, right);
    return [...counts, ...wrong.filter(({ field, inFile, found }) => !areClose(inFile, found, scaleOf(field)))];
  }
  const own = result as SizeResult;
  return [
    ...counts,
    ...fieldDifferences(where, own, {
      epochs_used: record.hyperparameters.max_iter,
      ...right,
      training_time_seconds_outlier_runs: outlierRuns(own.individual_runs, statistics),
    }),
    ...runDifferences(own, record),
  ];
};

/** Logarithms may have other last bits on another version of Node. */
const lawDifferences = (record: BenchmarkRecord, statistics: Statistics): readonly Difference[] => {
  const { training_time_seconds_power_law: said } = record;
  if (said === undefined) return [];
  const field = 'training_time_seconds_power_law';
  const right = powerLawOf(record, statistics);
  return said === null || right === null
    ? fieldDifferences('', { [field]: said }, { [field]: right })
    : fieldDifferences(field, said, right).filter(
        ({ inFile, found }) => !areClose(inFile, found, 1 + Math.abs(right.exponent) + right.factor_seconds),
      );
};

/** Everything in the file that contradicts the rest of it. */
export const inconsistencies = (record: AnyRecord, statistics: Statistics): readonly Difference[] => {
  const { results } = record;
  const own = isOwnRecord(record) ? record : undefined;
  const sizes = results.map(({ dataset_size }) => dataset_size);
  const rightSizes = [...new Set(sizes)].filter((size) => own?.dataset_sizes?.includes(size) ?? true);
  return [
    ...fieldDifferences('', { 'sizes of the results': sizes }, { 'sizes of the results': rightSizes }),
    ...results.flatMap((result) => sizeDifferences(result, record, statistics)),
    ...(own === undefined ? [] : lawDifferences(own, statistics)),
  ];
};

/**
 * Reads a benchmark's record of which statistics are to be believed.
 * @throws Error of one line as `readBenchmarkRecord` does, and where the record contradicts itself
 */
export const readConsistentRecord = async (path: string, statistics: Statistics): Promise<AnyRecord> => {
  const record = await readBenchmarkRecord(path);
  const wrong = inconsistencies(record, statistics);
  if (wrong.length === 0) return record;
  const others = wrong.length === 1 ? '' : ` (and ${wrong.length - 1} more)`;
  throw new Error(`${path} contradicts itself: ${describeDifference(wrong[0])}${others}`);
};
