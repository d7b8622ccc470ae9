/** The report's tables: our columns with the published ones beside them. */
import {
  MEMORY_CHECKPOINTS,
  PUBLISHED_MEMORY_DATASET_SIZE,
  isOwnMemoryRecord,
  publishedFor,
  r2BandPosition,
  toTable,
  type BenchmarkRecord,
  type Column,
  type MemoryPhase,
  type MemoryRecord,
  type Run,
  type Table,
} from '@fived/records';
import type { AnyMemoryRecord } from '../figures/memory-by-phase.js';
import type { AnyRecord } from '../figures/series.js';
import { resultsBySize, type AnySizeResult } from './sources.js';
import { grouped, perSampleMs } from './words.js';

const fixed =
  (digits: number) =>
  (value: number): string =>
    value.toFixed(digits);

const number = <Row>(
  key: string,
  header: string,
  unit: string | null,
  format: (value: number) => string,
  value: (row: Row) => number | undefined,
): Column<Row> => ({ key, header, unit, align: 'right', format, value });

const words = <Row>(key: string, header: string, value: (row: Row) => string | undefined): Column<Row> => ({
  key,
  header,
  unit: null,
  align: 'left',
  format: String,
  value,
});

/** Leaves out columns that have no value in any row. */
const filled = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Table =>
  toTable(
    rows,
    columns.filter(({ value }) => rows.some((row) => value(row) !== undefined)),
  );

const SIZE = number<AnySizeResult>('dataset_size', 'dataset size', null, grouped, (result) => result.dataset_size);
const RUNS = number<AnySizeResult>('runs', 'runs', null, grouped, (result) => result.n_runs);

const spread =
  (metric: 'training_time_seconds' | 'test_r2' | 'test_mse') =>
  (result: AnySizeResult): number | undefined =>
    result.n_runs > 1 ? result[`${metric}_std`] : undefined;

const coldSeconds = (result: AnySizeResult): number | undefined =>
  'cold_training_time_seconds' in result ? (result.cold_training_time_seconds ?? undefined) : undefined;

const publishedSeconds = ({ dataset_size }: AnySizeResult): number | undefined =>
  publishedFor(dataset_size)?.trainingTimeSeconds;

const TIME: readonly Column<AnySizeResult>[] = [
  SIZE,
  RUNS,
  number('training_time_mean_s', 'training time', 's', fixed(3), (result) => result.training_time_seconds_mean),
  number('training_time_std_s', '± std', 's', fixed(3), spread('training_time_seconds')),
  number('training_time_min_s', 'quickest', 's', fixed(3), (result) =>
    result.n_runs > 1 ? result.training_time_seconds_min : undefined,
  ),
  number('training_time_max_s', 'slowest', 's', fixed(3), (result) =>
    result.n_runs > 1 ? result.training_time_seconds_max : undefined,
  ),
  number('cold_training_time_s', 'cold run', 's', fixed(3), coldSeconds),
  number('time_per_sample_ms', 'time per sample', 'ms', fixed(4), (result) =>
    perSampleMs(result.training_time_seconds_mean, result.dataset_size),
  ),
  number('published_time_s', 'published time', 's', fixed(2), publishedSeconds),
  number('published_time_per_sample_ms', 'published time per sample', 'ms', fixed(2), (result) => {
    const published = publishedSeconds(result);
    return published === undefined ? undefined : perSampleMs(published, result.dataset_size);
  }),
  number('published_over_ours', 'published over ours', null, fixed(1), (result) => {
    const published = publishedSeconds(result);
    return published === undefined ? undefined : published / result.training_time_seconds_mean;
  }),
];

/** Means over the runs. `finalR2` and `finalMse` are for the last epoch's weights, if the record has them. */
const finalMean = (result: AnySizeResult, metric: 'final_test_r2' | 'final_test_mse'): number | undefined => {
  const values = result.individual_runs.flatMap((run) => (metric in run ? [(run as Run)[metric]] : []));
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
};

const ACCURACY: readonly Column<AnySizeResult>[] = [
  SIZE,
  number('test_r2_mean', 'test R²', null, fixed(4), (result) => result.test_r2_mean),
  number('test_r2_std', '± std', null, fixed(4), spread('test_r2')),
  number('test_mse_mean', 'test MSE', null, fixed(6), (result) => result.test_mse_mean),
  number('test_mse_std', '± std', null, fixed(6), spread('test_mse')),
  number('final_test_r2_mean', 'last epoch R²', null, fixed(4), (result) => finalMean(result, 'final_test_r2')),
  number('final_test_mse_mean', 'last epoch MSE', null, fixed(6), (result) => finalMean(result, 'final_test_mse')),
  number('published_test_r2', 'published R²', null, fixed(4), ({ dataset_size }) => publishedFor(dataset_size)?.testR2),
  number(
    'published_test_mse',
    'published MSE',
    null,
    fixed(6),
    ({ dataset_size }) => publishedFor(dataset_size)?.testMse,
  ),
  words('published_test_r2_range', 'R² of 7 published runs', ({ dataset_size }) =>
    publishedFor(dataset_size)
      ?.testR2Range.map((value) => value.toFixed(4))
      .join(' to '),
  ),
  words('r2_in_published_range', 'ours against them', ({ dataset_size, test_r2_mean }) =>
    r2BandPosition(dataset_size, test_r2_mean),
  ),
];

export const timeTable = (record: AnyRecord): Table => filled(resultsBySize(record), TIME);
export const accuracyTable = (record: AnyRecord): Table => filled(resultsBySize(record), ACCURACY);

interface CheckpointRow {
  readonly label: string;
  readonly publishedMib: number | undefined;
  readonly peakMib: number;
  readonly phase: MemoryPhase | undefined;
}

const CHECKPOINTS: readonly Column<CheckpointRow>[] = [
  words('checkpoint', 'checkpoint', ({ label }) => label),
  number('cumulative_peak_mib', 'peak since the start', 'MiB', fixed(2), ({ peakMib }) => peakMib),
  number('own_peak_mib', 'peak of the phase alone', 'MiB', fixed(2), ({ phase }) => phase?.own_peak_mib),
  number('end_mib', 'kept after it', 'MiB', fixed(2), ({ phase }) => phase?.end_mib),
  number('resident_peak_mib', 'resident peak', 'MiB', fixed(2), ({ phase }) => phase?.resident_peak_mib),
  number('collections', 'collections', null, String, ({ phase }) => phase?.collections),
  number('published_peak_mib', 'published peak since the start', 'MiB', fixed(2), ({ publishedMib }) => publishedMib),
];

/** The published figures are for one dataset size, and stand only beside that one. */
export const memoryTable = (record: AnyMemoryRecord): Table =>
  filled(
    MEMORY_CHECKPOINTS.map(({ name, label, publishedMib }): CheckpointRow => ({
      label,
      publishedMib: record.dataset_size === PUBLISHED_MEMORY_DATASET_SIZE ? publishedMib : undefined,
      peakMib: record.memory_usage_mb[`${name}_mb`],
      phase: isOwnMemoryRecord(record) ? record.phases.find((phase) => phase.name === name) : undefined,
    })),
    CHECKPOINTS,
  );

type MemoryAtSize = NonNullable<MemoryRecord['sizes']>[number];

const MEMORY_BY_SIZE: readonly Column<MemoryAtSize>[] = [
  number('dataset_size', 'dataset size', null, grouped, ({ dataset_size }) => dataset_size),
  words('engine', 'engine', ({ engine }) => engine),
  number(
    'javascript_peak_mib',
    'peak of all phases',
    'MiB',
    fixed(2),
    ({ javascript_peak_mib }) => javascript_peak_mib,
  ),
  number('training_peak_mib', 'peak in training', 'MiB', fixed(2), ({ training_peak_mib }) => training_peak_mib),
  number('resident_peak_mib', 'resident peak', 'MiB', fixed(2), ({ resident_peak_mib }) => resident_peak_mib),
];

export const memoryBySizeTable = (sizes: readonly MemoryAtSize[]): Table => toTable(sizes, MEMORY_BY_SIZE);

interface RunRow {
  readonly size: number;
  readonly run: Run;
}

const HASH_DIGITS = 16;

const RUN_COLUMNS: readonly Column<RunRow>[] = [
  number('dataset_size', 'dataset size', null, grouped, ({ size }) => size),
  number('run', 'run', null, String, ({ run }) => run.run),
  number('seed', 'seed', null, String, ({ run }) => run.seed),
  number('best_epoch', 'best epoch', null, String, ({ run }) => run.best_epoch),
  number('test_r2', 'test R²', null, fixed(6), ({ run }) => run.test_r2),
  number('training_time_s', 'training time', 's', fixed(4), ({ run }) => run.training_time_seconds),
  words('weights_sha256', `weights, SHA-256 (first ${HASH_DIGITS} digits)`, ({ run }) =>
    run.weights_sha256.slice(0, HASH_DIGITS),
  ),
  words('final_weights_sha256', `last epoch, SHA-256 (first ${HASH_DIGITS} digits)`, ({ run }) =>
    run.final_weights_sha256.slice(0, HASH_DIGITS),
  ),
];

/** Every run, with the hashes that verify it. */
export const runsTable = ({ results }: BenchmarkRecord): Table =>
  toTable(
    [...results]
      .sort((a, b) => a.dataset_size - b.dataset_size)
      .flatMap((result) => result.individual_runs.map((run): RunRow => ({ size: result.dataset_size, run }))),
    RUN_COLUMNS,
  );
