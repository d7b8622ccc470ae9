/**
 * What the two time figures share: a single panel with our series and its whiskers, and the published series with the
 * range of its seven runs.
 */
import type { Figure, Panel } from '@fived/charts';
import { whyNotTimed } from '@fived/records';
import { amountAxis, sizeAxis } from './axes.js';
import { publishedCaption, subtitle } from './describe.js';
import { besideMarks, measuredSeries, publishedWithin, seriesMarks, type AnyRecord } from './series.js';

/** The size of the published charts. */
const WIDTH = 1484;
const HEIGHT = 882;

export interface TimeFigureText {
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
export const timeFigure = (
  record: AnyRecord,
  text: TimeFigureText,
  scaled: (seconds: number, datasetSize: number) => number,
  beside?: AnyRecord,
): Figure<Panel> => {
  const reason = whyNotTimed(record, 'the result file');
  if (reason !== undefined) throw new Error(reason);
  const measured = measuredSeries(record, 'training_time_seconds', scaled);
  const other =
    beside === undefined ? [] : [{ record: beside, series: measuredSeries(beside, 'training_time_seconds', scaled) }];
  const published = publishedWithin(record);
  const publishedSeries = {
    points: published.map(({ datasetSize, trainingTimeSeconds }) => ({
      x: datasetSize,
      y: scaled(trainingTimeSeconds, datasetSize),
    })),
    ranges: published.map(({ datasetSize, trainingTimeRangeSeconds: [low, high] }) => ({
      x: datasetSize,
      low: scaled(low, datasetSize),
      high: scaled(high, datasetSize),
    })),
  };
  const caption = publishedCaption(record, 'time');
  return {
    width: WIDTH,
    height: HEIGHT,
    title: text.title,
    subtitle: subtitle(record, text.quantity, beside),
    ...(caption === undefined ? {} : { caption }),
    panels: [
      {
        x: sizeAxis(measured.points.map(({ x }) => x)),
        y: amountAxis(text.axisLabel, [measured, publishedSeries, ...other.map(({ series }) => series)]),
        marks: [
          ...other.flatMap(({ record: of, series }) => besideMarks(of, series, text.format)),
          ...seriesMarks(record, measured, publishedSeries, text.format),
        ],
      },
    ],
  };
};
