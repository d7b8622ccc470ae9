/**
 * The report's tables that have published columns beside ours, as Markdown; these are left out where the settings
 * differ. A column that has a value in no row is left out too.
 */
import {
  MEMORY_CHECKPOINTS,
  differsFromPublished,
  inertText,
  isOwnMemoryRecord,
  publishedFor,
  r2BandPosition,
  type Run,
} from '@fived/records';
import { standsBesidePublished } from '../figures/memory.js';
import { resultsBySize, type AnyMemoryRecord, type AnyRecord, type AnySizeResult } from '../figures/series.js';
import { grouped, perSampleMs } from '../figures/number-text.js';

/** Texts by their columns' heads, in the order of the columns. */
type Row = Readonly<Record<string, string | undefined>>;

const NUMBER = /^-?[\d,.]+$/;

const tableOf = (rows: readonly Row[]): string => {
  const heads = Object.keys(rows[0] ?? {}).filter((head) => rows.some((row) => row[head] !== undefined));
  const isNumeric = (head: string): boolean => rows.every((row) => NUMBER.test(row[head] ?? '0'));
  const lines = [
    heads,
    heads.map((head) => (isNumeric(head) ? '---:' : ':---')),
    ...rows.map((row) => heads.map((head) => inertText(row[head] ?? '-', 'markdown'))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

const fixed = (value: number | null | undefined, decimals: number): string | undefined => value?.toFixed(decimals);

const publishedBeside = (record: AnyRecord, size: number) =>
  differsFromPublished(record).length > 0 ? undefined : publishedFor(size);

export const timeTable = (record: AnyRecord): string =>
  tableOf(
    resultsBySize(record).map((result) => {
      const { dataset_size: size, n_runs: runs, training_time_seconds_mean: mean } = result;
      const published = publishedBeside(record, size)?.trainingTimeSeconds;
      const spread = (value: number): string | undefined => (runs > 1 ? value.toFixed(3) : undefined);
      return {
        'dataset size': grouped(size),
        runs: String(runs),
        'training time (s)': fixed(mean, 3),
        '± std (s)': spread(result.training_time_seconds_std),
        'quickest (s)': spread(result.training_time_seconds_min),
        'slowest (s)': spread(result.training_time_seconds_max),
        'cold run (s)':
          'cold_training_time_seconds' in result ? fixed(result.cold_training_time_seconds, 3) : undefined,
        'time per sample (ms)': fixed(perSampleMs(mean, size), 4),
        'published time (s)': fixed(published, 2),
        'published time per sample (ms)': fixed(published && perSampleMs(published, size), 2),
        'published over ours': fixed(published && published / mean, 1),
      };
    }),
  );

/** The mean over the runs of what the last epoch's weights give, where the record has it. */
const lastEpoch = ({ individual_runs }: AnySizeResult, metric: 'final_test_r2' | 'final_test_mse') => {
  const values = individual_runs.flatMap((run) => (metric in run ? [(run as Run)[metric]] : []));
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
};

export const accuracyTable = (record: AnyRecord): string =>
  tableOf(
    resultsBySize(record).map((result) => {
      const { dataset_size: size, n_runs: runs, test_r2_mean: r2 } = result;
      const published = publishedBeside(record, size);
      return {
        'dataset size': grouped(size),
        'test R²': fixed(r2, 4),
        'R² ± std': runs > 1 ? fixed(result.test_r2_std, 4) : undefined,
        'test MSE': fixed(result.test_mse_mean, 6),
        'MSE ± std': runs > 1 ? fixed(result.test_mse_std, 6) : undefined,
        'last epoch R²': fixed(lastEpoch(result, 'final_test_r2'), 4),
        'last epoch MSE': fixed(lastEpoch(result, 'final_test_mse'), 6),
        'published R²': fixed(published?.testR2, 4),
        'published MSE': fixed(published?.testMse, 6),
        'R² of 7 published runs': published?.testR2Range.map((value) => value.toFixed(4)).join(' to '),
        'ours against them': published && r2BandPosition(size, r2),
      };
    }),
  );

export const memoryTable = (record: AnyMemoryRecord): string => {
  const phases = isOwnMemoryRecord(record) ? record.phases : [];
  return tableOf(
    MEMORY_CHECKPOINTS.map(({ name, label, publishedMib }) => {
      const phase = phases.find((each) => each.name === name);
      return {
        checkpoint: label,
        'peak since the start (MiB)': fixed(record.memory_usage_mb[`${name}_mb`], 2),
        'peak of the phase alone (MiB)': fixed(phase?.own_peak_mib, 2),
        'kept after it (MiB)': fixed(phase?.end_mib, 2),
        'resident peak (MiB)': fixed(phase?.resident_peak_mib, 2),
        collections: fixed(phase?.collections, 0),
        'published peak since the start (MiB)': standsBesidePublished(record) ? fixed(publishedMib, 2) : undefined,
      };
    }),
  );
};
