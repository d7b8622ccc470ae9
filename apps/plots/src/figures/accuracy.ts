/**
 * `accuracy_vs_dataset_size.png`: R2, what it leaves unexplained and MSE on the test rows, side by side. R2 near 1 is
 * squeezed against the top of its panel; 1 - R2 on a logarithmic axis shows it as well as R2 far from 1.
 */
import { GREY, roundDomain, type Axis, type Figure, type Mark, type Panel } from '@fived/charts';
import { isOwnRecord } from '@fived/records';
import { sizeAxis, valuesOf } from './axes.js';
import { publishedCaption, subtitle } from './describe.js';
import { measuredSeries, publishedWithin, seriesMarks, type AnyRecord, type Series } from './series.js';

/** The size of the published chart. */
const WIDTH = 2084;
const HEIGHT = 733;

const unscaled = (value: number): number => value;

const publishedR2 = (record: AnyRecord): Series => {
  const sizes = publishedWithin(record);
  return {
    points: sizes.map(({ datasetSize, testR2 }) => ({ x: datasetSize, y: testR2 })),
    ranges: sizes.map(({ datasetSize, testR2Range: [low, high] }) => ({ x: datasetSize, low, high })),
  };
};

const publishedMse = (record: AnyRecord): Series => ({
  points: publishedWithin(record).map(({ datasetSize, testMse }) => ({ x: datasetSize, y: testMse })),
  ranges: [],
});

/** The variance of the noise on the target. No model has a smaller expected error. */
const noiseFloor = (record: AnyRecord): number | undefined =>
  isOwnRecord(record) && record.hyperparameters.noise > 0 ? record.hyperparameters.noise ** 2 : undefined;

/** 1 - R2: what of the target's variance is not explained. */
const unexplained = ({ points, ranges }: Series): Series => ({
  points: points.map(({ x, y }) => ({ x, y: 1 - y })),
  ranges: ranges.map(({ x, low, high }) => ({ x, low: 1 - high, high: 1 - low })),
});

const errorAxis = (label: string, values: readonly number[]): Axis =>
  // A perfect fit has no place on a logarithmic axis.
  Math.min(...values) > 0
    ? { scale: 'log', domain: roundDomain(values, 'log'), label: `${label}, log scale` }
    : { scale: 'linear', domain: roundDomain([0, ...values], 'linear'), label };

/** Pure: the same record gives the same figure. */
export const accuracyFigure = (record: AnyRecord): Figure<Panel> => {
  const r2 = measuredSeries(record, 'test_r2', unscaled);
  const mse = measuredSeries(record, 'test_mse', unscaled);
  const [missing, publishedMissing] = [r2, publishedR2(record)].map(unexplained);
  const floor = noiseFloor(record);
  const rules: readonly Mark[] =
    floor === undefined
      ? []
      : [{ kind: 'rule', y: floor, colour: GREY.text, lines: ['noise floor', String(Number(floor.toPrecision(3)))] }];
  const caption = publishedCaption(record, 'R²');
  const x = sizeAxis(r2.points.map((point) => point.x));
  return {
    width: WIDTH,
    height: HEIGHT,
    title: 'Accuracy on the test set against dataset size',
    subtitle: subtitle(record, 'Weights of the epoch with the lowest validation loss'),
    ...(caption === undefined ? {} : { caption }),
    panels: [
      {
        x,
        y: {
          scale: 'linear',
          domain: roundDomain([1, ...valuesOf([r2, publishedR2(record)])], 'linear'),
          label: 'Test R² (1 is perfect)',
        },
        marks: seriesMarks(record, r2, publishedR2(record), (value) => value.toFixed(4)),
      },
      {
        x,
        y: errorAxis('Test 1 − R² (0 is perfect)', valuesOf([missing, publishedMissing])),
        marks: seriesMarks(record, missing, publishedMissing, (value) => value.toPrecision(2)),
      },
      {
        x,
        y: errorAxis('Test MSE (target units squared)', [
          ...valuesOf([mse, publishedMse(record)]),
          ...(floor === undefined ? [] : [floor]),
        ]),
        marks: [...rules, ...seriesMarks(record, mse, publishedMse(record), (value) => value.toPrecision(3))],
      },
    ],
  };
};
