/** What the figures show of a record: our series and the published one, each by ascending dataset size. */
import {
  PUBLISHED,
  differsFromPublished,
  inertText,
  isOwnRecord,
  type BaseBenchmarkRecord,
  type BaseSizeResult,
  type BenchmarkRecord,
  type Metric,
  type PublishedSize,
} from '@fived/records';
import { GREY, OKABE_ITO, type DataInterval, type DataPoint, type Mark } from '@fived/charts';

export type AnyRecord = BaseBenchmarkRecord | BenchmarkRecord;

export interface Series {
  /** Means over runs, or single values. */
  readonly points: readonly DataPoint[];
  /** From the lowest run to the highest, for sizes that have several runs. */
  readonly ranges: readonly DataInterval[];
}

const bySize = (a: BaseSizeResult, b: BaseSizeResult): number => a.dataset_size - b.dataset_size;

/** A metric over the dataset sizes. `scaled` turns its value into what is shown. */
export const measuredSeries = (
  record: AnyRecord,
  metric: Metric,
  scaled: (value: number, datasetSize: number) => number,
): Series => {
  const results = [...record.results].sort(bySize);
  return {
    points: results.map((result) => ({
      x: result.dataset_size,
      y: scaled(result[`${metric}_mean`], result.dataset_size),
    })),
    ranges: results
      .filter(({ n_runs }) => n_runs > 1)
      .map((result) => ({
        x: result.dataset_size,
        low: scaled(result[`${metric}_min`], result.dataset_size),
        high: scaled(result[`${metric}_max`], result.dataset_size),
      })),
  };
};

/** The published figures of sizes from the record's smallest to its largest; none beside other settings. */
export const publishedWithin = (record: AnyRecord): readonly PublishedSize[] => {
  if (differsFromPublished(record).length > 0) return [];
  const sizes = record.results.map(({ dataset_size }) => dataset_size);
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  return PUBLISHED.filter(({ datasetSize }) => datasetSize >= smallest && datasetSize <= largest);
};

/** The name of the measured series: its engine, which the published project's own files do not name. */
export const seriesName = (record: AnyRecord): string =>
  isOwnRecord(record) ? engineName(record.engine, record.wide === true) : UNNAMED;

/** Short enough for a series. */
export const engineName = (engine: string, wide: boolean): string =>
  inertText(wide ? `${engine}, wide` : engine, 'terminal');

/** The name for a file of the published project. */
export const UNNAMED = 'this file';

export const PUBLISHED_NAME = ['published', '(Keras, Apple M2)'] as const;

/** The last point in words, or nothing if there are no points. */
const lastValue = (series: Series, format: (value: number) => string): readonly string[] =>
  series.points.slice(-1).map(({ y }) => format(y));

/** A measured series as marks. */
export const measuredMarks = (
  name: string,
  series: Series,
  format: (value: number) => string,
  colour: string,
): readonly Mark[] => [
  { kind: 'line', points: series.points, colour },
  { kind: 'whiskers', intervals: series.ranges, colour },
  { kind: 'points', points: series.points, colour, fill: 'solid' },
  { kind: 'series-label', points: series.points, lines: [name, ...lastValue(series, format)], colour },
];

/** Another record's series beside ours, in a colour of its own. */
export const besideMarks = (record: AnyRecord, series: Series, format: (value: number) => string): readonly Mark[] =>
  measuredMarks(seriesName(record), series, format, OKABE_ITO.vermillion);

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
  const ours = measuredMarks(seriesName(record), measured, format, OKABE_ITO.blue);
  if (published.points.length === 0) return ours;
  const band: readonly Mark[] =
    published.ranges.length === 0 ? [] : [{ kind: 'band', intervals: published.ranges, colour: GREY.band }];
  return [
    ...band,
    { kind: 'line', points: published.points, colour: GREY.reference },
    { kind: 'points', points: published.points, colour: GREY.reference, fill: 'open' },
    ...ours,
    {
      kind: 'series-label',
      points: published.points,
      lines: [...PUBLISHED_NAME, ...lastValue(published, format)],
      colour: GREY.text,
    },
  ];
};
