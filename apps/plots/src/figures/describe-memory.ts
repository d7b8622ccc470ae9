/** The lines below the title of a memory figure. */
import { isOwnMemoryRecord, type BaseMemoryRecord, type MemoryRecord } from '@fived/records';
import {
  MACHINE_NOT_NAMED,
  SEPARATOR,
  counted,
  engineText,
  machineText,
  networkText,
  whyNoPublished,
} from './describe.js';

const PERCENT = 100;

const sizesText = (sizes: readonly number[]): string => {
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  return smallest === largest
    ? counted(smallest, 'sample')
    : `${smallest.toLocaleString('en-US')} to ${counted(largest, 'sample')}`;
};

const settings = (record: BaseMemoryRecord | MemoryRecord, sizes: readonly number[], engines: string): string =>
  [
    networkText(record.hyperparameters.hidden_sizes),
    sizesText(sizes),
    counted(record.hyperparameters.max_iter, 'epoch'),
    ...(isOwnMemoryRecord(record)
      ? [`batch size ${record.batch_size}`, engines, counted(record.threads, 'thread')]
      : []),
  ].join(SEPARATOR);

/** `meaning` says what the marks stand for. `engines` are the engines that are shown, by default the record's. */
export const memorySubtitle = (
  record: BaseMemoryRecord | MemoryRecord,
  sizes: readonly number[],
  meaning: readonly string[],
  engines = isOwnMemoryRecord(record) ? engineText(record) : '',
): readonly string[] => [
  settings(record, sizes, engines),
  isOwnMemoryRecord(record) ? machineText(record.environment) : MACHINE_NOT_NAMED,
  ...meaning,
];

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Which value over the repeats is shown, and how far the repeats lie apart at most, as a share of the median. */
export const spreadText = (repeats: number, spreads: readonly Spread[]): string => {
  if (repeats === 1) return '1 repeat';
  const widest = Math.max(...spreads.map(({ median, low, high }) => (median > 0 ? (high - low) / median : 0)));
  return `Median of ${repeats} repeats, at most ${(widest * PERCENT).toFixed(1)}% apart`;
};

/** What the published values are, or why there are none; undefined where the record has no size that was published. */
export const publishedMemoryCaption = (record: BaseMemoryRecord | MemoryRecord, isShown: boolean): string | undefined =>
  whyNoPublished(record) ??
  (isShown
    ? 'Grey: the published profile, 1 run, Keras on an Apple M2: ' +
      "peak of Python's own allocations (tracemalloc) since the start, without those of TensorFlow's native code."
    : undefined);
