/** What the figures show of a record: our series and the published one, each by ascending dataset size. */
import type { Colour, Mark } from '@fived/charts';
import {
  PUBLISHED,
  differsFromPublished,
  inertText,
  type BaseBenchmarkRecord,
  type BaseMemoryRecord,
  type BaseSizeResult,
  type BenchmarkRecord,
  type MemoryRecord,
  type Metric,
  type PublishedSize,
  type Range,
  type SizeResult,
} from '@fived/records';
import { extentOf, type Series } from './axes.js';

export type AnyRecord = BaseBenchmarkRecord | BenchmarkRecord;
export type AnyMemoryRecord = BaseMemoryRecord | MemoryRecord;

export type AnySizeResult = BaseSizeResult | SizeResult;

/** By ascending dataset size. */
export const resultsBySize = ({ results }: AnyRecord): readonly AnySizeResult[] =>
  [...results].sort((a, b) => a.dataset_size - b.dataset_size);

/** The first and the last of results by size; throws an Error where there is none. */
export const endsOf = <Value>(values: readonly Value[]): readonly [first: Value, last: Value] => {
  const [first, last] = [values.at(0), values.at(-1)];
  if (first === undefined || last === undefined)
    throw new Error('the result file has no finished run; must have at least one');
  return [first, last];
};

export type Engine = Pick<BenchmarkRecord, 'engine' | 'wide'>;

/** A metric over the dataset sizes. `scaled` turns its value into what is shown. */
export const measuredSeries = (
  record: AnyRecord,
  metric: Metric,
  scaled: (value: number, datasetSize: number) => number = (value) => value,
): Series => {
  const results = resultsBySize(record);
  const shown = (result: AnySizeResult, statistic: 'mean' | 'min' | 'max'): number =>
    scaled(result[`${metric}_${statistic}`], result.dataset_size);
  return {
    points: results.map((result) => ({ x: result.dataset_size, y: shown(result, 'mean') })),
    ranges: results
      .filter(({ n_runs }) => n_runs > 1)
      .map((result) => ({ x: result.dataset_size, low: shown(result, 'min'), high: shown(result, 'max') })),
  };
};

/** The published figures of sizes from the record's smallest to its largest; none beside other settings. */
export const publishedWithin = (record: AnyRecord): readonly PublishedSize[] => {
  if (differsFromPublished(record).length > 0) return [];
  const [smallest, largest] = extentOf(record.results.map(({ dataset_size }) => dataset_size));
  return PUBLISHED.filter(({ datasetSize }) => datasetSize >= smallest && datasetSize <= largest);
};

/** What `value` says of them, and the range that `range` gives. */
export const publishedSeries = (
  record: AnyRecord,
  value: (size: PublishedSize) => number,
  range?: (size: PublishedSize) => Range,
): Series => {
  const sizes = publishedWithin(record);
  return {
    points: sizes.map((size) => ({ x: size.datasetSize, y: value(size) })),
    ranges: range
      ? sizes.map((size) => {
          const [low, high] = range(size);
          return { x: size.datasetSize, low, high };
        })
      : [],
  };
};

/** The name of an engine, short enough for a series. */
export const engineName = ({ engine, wide }: Engine): string =>
  inertText(wide === true ? `${engine}, wide` : engine, 'terminal');

/** The name of the measured series: its engine, which the published project's own files do not name. */
export const seriesName = (record: AnyRecord | AnyMemoryRecord): string =>
  'schema' in record ? engineName(record) : 'this file';

/** The last point in words, or nothing if there are no points. */
const lastValue = (series: Series, format: (value: number) => string): readonly string[] =>
  series.points.slice(-1).map(({ y }) => format(y));

/** A measured series as marks. */
export const measuredMarks = (
  name: string,
  series: Series,
  format: (value: number) => string,
  colour: Colour,
): readonly Mark[] => [
  { kind: 'line', points: series.points, colour },
  { kind: 'whiskers', intervals: series.ranges, colour },
  { kind: 'points', points: series.points, colour, fill: 'solid' },
  { kind: 'series-label', points: series.points, lines: [name, ...lastValue(series, format)], colour },
];

export const publishedLabel = (series: Series, format: (value: number) => string): Mark => ({
  kind: 'series-label',
  points: series.points,
  lines: ['published', '(Keras, Apple M2)', ...lastValue(series, format)],
  colour: 'text',
});

/**
 * The two series of a panel as marks, the published one in grey and below ours. It is left out if none of its sizes is
 * in range.
 */
export const seriesMarks = (
  record: AnyRecord,
  measured: Series,
  published: Series,
  format: (value: number) => string,
): readonly Mark[] => {
  const ours = measuredMarks(seriesName(record), measured, format, 'blue');
  const { points, ranges } = published;
  if (points.length === 0) return ours;
  return [
    ...(ranges.length === 0 ? [] : [{ kind: 'band', intervals: ranges, colour: 'band' } as const]),
    { kind: 'line', points, colour: 'reference' },
    { kind: 'points', points, colour: 'reference', fill: 'open' },
    ...ours,
    publishedLabel(published, format),
  ];
};
