/**
 * `training_time_vs_dataset_size.png`, and `scaling_analysis.png`: the training time divided by all rows of the
 * dataset, not only by the training rows. Each has a single panel with our series and its whiskers, and the published
 * series with the range of its seven runs.
 */
import type { Figure, Panel } from '@fived/charts';
import { whyNotTimed } from '@fived/records';
import { amountAxis, sizeAxis } from './axes.js';
import { publishedCaption, subtitle } from './describe.js';
import { perSampleMs } from './number-text.js';
import { measuredMarks, measuredSeries, publishedSeries, seriesMarks, seriesName, type AnyRecord } from './series.js';

interface TimeFigureText {
  readonly title: string;
  /** The axis's label with its unit. */
  readonly axisLabel: string;
  /** A sentence about what the time includes. */
  readonly quantity: string;
  /** The text of a value at a series' end. */
  readonly format: (value: number) => string;
}

/**
 * `scaled` turns a training time in seconds into what is shown. `beside` is another engine's record, drawn as a further
 * series. Throws an Error of one line if the times say nothing about speed.
 */
const timeFigure = (
  record: AnyRecord,
  beside: AnyRecord | undefined,
  { title, axisLabel, quantity, format }: TimeFigureText,
  scaled: (seconds: number, datasetSize: number) => number,
): Figure<Panel> => {
  const reason = whyNotTimed(record, 'the result file');
  if (reason !== undefined) throw new Error(reason);
  const measured = measuredSeries(record, 'training_time_seconds', scaled);
  const other = beside && { name: seriesName(beside), series: measuredSeries(beside, 'training_time_seconds', scaled) };
  const published = publishedSeries(
    record,
    ({ trainingTimeSeconds, datasetSize }) => scaled(trainingTimeSeconds, datasetSize),
    ({ trainingTimeRangeSeconds: [low, high], datasetSize }) => [scaled(low, datasetSize), scaled(high, datasetSize)],
  );
  return {
    // The size of the published charts.
    width: 1484,
    height: 882,
    title,
    subtitle: subtitle(record, quantity, beside),
    caption: publishedCaption(record, 'time'),
    panels: [
      {
        x: sizeAxis(measured.points.map(({ x }) => x)),
        y: amountAxis(axisLabel, [measured, published, ...(other ? [other.series] : [])]),
        marks: [
          ...(other ? measuredMarks(other.name, other.series, format, 'vermillion') : []),
          ...seriesMarks(record, measured, published, format),
        ],
      },
    ],
  };
};

/** Pure: the same record gives the same figure. */
export const trainingTimeFigure = (record: AnyRecord, beside?: AnyRecord): Figure<Panel> =>
  timeFigure(
    record,
    beside,
    {
      title: 'Training time against dataset size',
      axisLabel: 'Training time (s)',
      quantity: 'Time of training alone, with a validation pass each epoch',
      format: (seconds) => `${seconds.toPrecision(4)} s`,
    },
    (seconds) => seconds,
  );

/** Pure: the same record gives the same figure. */
export const scalingFigure = (record: AnyRecord, beside?: AnyRecord): Figure<Panel> =>
  timeFigure(
    record,
    beside,
    {
      title: 'Training time per sample against dataset size',
      axisLabel: 'Training time per sample (ms)',
      quantity: 'Training time divided by the number of all samples',
      format: (ms) => `${ms.toPrecision(3)} ms`,
    },
    perSampleMs,
  );
