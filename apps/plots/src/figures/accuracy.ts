/**
 * `accuracy_vs_dataset_size.png`: R2, what it leaves unexplained and MSE on the test rows, side by side. R2 near 1 is
 * squeezed against the top of its panel; 1 - R2 on a logarithmic axis shows it as well as R2 far from 1.
 */
import { roundDomain, type Figure, type Mark, type Panel } from '@fived/charts';
import { isOwnRecord } from '@fived/records';
import { errorAxis, sizeAxis, valuesOf, type Series } from './axes.js';
import { publishedCaption, subtitle } from './describe.js';
import { measuredSeries, publishedSeries, seriesMarks, type AnyRecord } from './series.js';

/** 1 - R2: what of the target's variance is not explained. */
const unexplained = ({ points, ranges }: Series): Series => ({
  points: points.map(({ x, y }) => ({ x, y: 1 - y })),
  ranges: ranges.map(({ x, low, high }) => ({ x, low: 1 - high, high: 1 - low })),
});

/** Pure: the same record gives the same figure. */
export const accuracyFigure = (record: AnyRecord): Figure<Panel> => {
  const r2 = [
    measuredSeries(record, 'test_r2'),
    publishedSeries(
      record,
      ({ testR2 }) => testR2,
      ({ testR2Range }) => testR2Range,
    ),
  ] as const;
  const missing = [unexplained(r2[0]), unexplained(r2[1])] as const;
  const mse = [measuredSeries(record, 'test_mse'), publishedSeries(record, ({ testMse }) => testMse)] as const;
  // The variance of the noise on the target. No model has a smaller expected error.
  const floors = isOwnRecord(record) && record.hyperparameters.noise > 0 ? [record.hyperparameters.noise ** 2] : [];
  const x = sizeAxis(r2[0].points.map((point) => point.x));
  return {
    // The size of the published chart.
    width: 2084,
    height: 733,
    title: 'Accuracy on the test set against dataset size',
    subtitle: subtitle(record, 'Weights of the epoch with the lowest validation loss'),
    caption: publishedCaption(record, 'R²'),
    panels: [
      {
        x,
        y: { scale: 'linear', domain: roundDomain([1, ...valuesOf(r2)], 'linear'), label: 'Test R² (1 is perfect)' },
        marks: seriesMarks(record, ...r2, (value) => value.toFixed(4)),
      },
      {
        x,
        y: errorAxis('Test 1 − R² (0 is perfect)', valuesOf(missing)),
        marks: seriesMarks(record, ...missing, (value) => value.toPrecision(2)),
      },
      {
        x,
        y: errorAxis('Test MSE (target units squared)', [...valuesOf(mse), ...floors]),
        marks: [
          ...floors.map((y): Mark => {
            return { kind: 'rule', y, colour: 'text', lines: ['noise floor', String(Number(y.toPrecision(3)))] };
          }),
          ...seriesMarks(record, ...mse, (value) => value.toPrecision(3)),
        ],
      },
    ],
  };
};
