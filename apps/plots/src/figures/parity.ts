/** `parity.png`: predicted against actual, for the rows that training has not seen, with the 95% band. */
import type { Axis, Figure, Mark, Panel } from '@fived/charts';
import type { SetPredictions } from '@fived/records';
import type { TrainedRun } from '../run-folder.js';
import { accuracyText, coverageText, runSubtitle, targetName } from './describe-run.js';
import { SEPARATOR } from './describe.js';
import { extentOf, paddedDomain } from './axes.js';
import { binWidth, binsOf, median } from './histogram.js';
import { counted } from './number-text.js';

/** Up to this many rows, each row has a bar from end to end of its band. More bars would hide each other. */
const MOST_BARS = 300;
/**
 * For more rows there is a strip instead. It has this many parts with equally many rows, and is drawn at this many
 * places.
 */
const STRIP_PARTS = 24;
const STRIP_PLACES = 240;

/**
 * A target with at most so many values, and so many rows for each, is one of grades or counts: its dots would lie on
 * each other in a few columns.
 */
const MOST_VALUES = 20;
const ROWS_A_VALUE = 5;
const FEWEST_ROWS = 100;
/** Of the way from a value to the next, what its longest bar takes. */
const BAR_SHARE = 0.85;

/** The values of such a target, ascending; none for any other. */
const fewValues = (actual: Float64Array): readonly number[] => {
  const values = [...new Set(actual)].sort((a, b) => a - b);
  const fewestRows = Math.max(FEWEST_ROWS, ROWS_A_VALUE * values.length);
  return values.length > 1 && values.length <= MOST_VALUES && actual.length >= fewestRows ? values : [];
};

const leastGap = (values: readonly number[]): number =>
  Math.min(...values.slice(1).map((value, index) => value - values[index]));

/** For each value how often what is predicted: bars to its right, all to one scale. */
const densities = (
  { actual, predicted }: SetPredictions,
  values: readonly number[],
  [low, high]: readonly [number, number],
): readonly Mark[] => {
  const width = binWidth(predicted.slice().sort(), high - low);
  const binsAt = values.map((value) => binsOf(predicted.filter((_, row) => actual[row] === value).sort(), width));
  const most = Math.max(...binsAt.flat().map(({ count }) => count));
  const unit = (BAR_SHARE * leastGap(values)) / most;
  return values.map((from, index) => ({
    kind: 'histogram',
    bins: binsAt[index].map((bin) => ({ ...bin, count: bin.count * unit })),
    colour: 'blue',
    from,
  }));
};

/** The band of each row, as a thin line. */
const bandBars = ({ actual, lower, upper }: SetPredictions): readonly Mark[] =>
  Array.from(actual, (x, row): Mark => ({
    kind: 'line',
    points: [
      { x, y: lower[row] },
      { x, y: upper[row] },
    ],
    colour: 'tint-blue',
  }));

/** The median half-width of the bands of rows with a prediction near x: linear between the medians of the parts. */
const halfWidthAt = ({ predicted, lower, upper }: SetPredictions): ((x: number) => number) => {
  const order = Array.from(predicted.keys()).sort((a, b) => predicted[a] - predicted[b]);
  const start = (part: number): number => Math.floor((part * order.length) / STRIP_PARTS);
  const parts = Array.from({ length: STRIP_PARTS }, (_, part) => order.slice(start(part), start(part + 1))).map(
    (rows) => ({
      x: median(rows.map((row) => predicted[row])),
      halfWidth: median(rows.map((row) => upper[row] / 2 - lower[row] / 2)),
    }),
  );
  return (x) => {
    const next = parts.findIndex((part) => part.x > x);
    if (next <= 0) return parts[next === 0 ? 0 : STRIP_PARTS - 1].halfWidth;
    const [from, to] = [parts[next - 1], parts[next]];
    return from.halfWidth + ((x - from.x) / (to.x - from.x)) * (to.halfWidth - from.halfWidth);
  };
};

/** A strip along the diagonal, as wide as the bands of the rows there. */
const bandStrip = (rows: SetPredictions, [low, high]: readonly [number, number]): readonly Mark[] => {
  const halfWidth = halfWidthAt(rows);
  const intervals = Array.from({ length: STRIP_PLACES + 1 }, (_, place) => {
    const x = low + (place / STRIP_PLACES) * (high - low);
    return { x, low: Math.max(low, x - halfWidth(x)), high: Math.min(high, x + halfWidth(x)) };
  });
  return [{ kind: 'band', intervals, colour: 'tint-pale-blue' }];
};

/** Pure: the same run gives the same figure. */
export const parityFigure = ({ record, predictions: { test } }: TrainedRun): Figure<Panel> => {
  const { actual, predicted, lower, upper } = test;
  const few = fewValues(actual);
  const hasBars = few.length === 0 && actual.length <= MOST_BARS;
  // The bars of the greatest of few values have their place right of it.
  const ends = few.slice(-1).map((value) => value + leastGap(few));
  const domain = paddedDomain(hasBars ? extentOf(actual, lower, upper) : extentOf(actual, predicted, ends));
  const axis = (label: string): Axis => ({ scale: 'linear', domain, label: `${label} ${targetName(record)}` });
  const { metrics, baselines } = record;
  return {
    width: 900,
    height: 1160,
    title: 'Predicted against actual',
    subtitle: runSubtitle(record, [
      [counted(actual.length, 'test row'), accuracyText(metrics.test), coverageText(metrics.test.coverage_95)].join(
        SEPARATOR,
      ),
      `Least squares, for comparison: ${accuracyText(baselines.least_squares.test)}`,
      'Dashed: predicted = actual; ' +
        (hasBars ? 'bars: the 95% band of each row' : 'shaded: the median width of the 95% band around it'),
      ...(few.length > 0 ? ['Bars right of each actual value: how many of its rows have which prediction'] : []),
    ]),
    panels: [
      {
        x: axis('Actual'),
        y: axis('Predicted'),
        isSquare: true,
        marks: [
          ...(hasBars ? bandBars(test) : bandStrip(test, domain)),
          ...(few.length > 0
            ? densities(test, few, domain)
            : [
                {
                  kind: 'cloud',
                  points: Array.from(actual, (x, index) => ({ x, y: predicted[index] })),
                  colour: 'blue',
                } satisfies Mark,
              ]),
          {
            kind: 'line',
            points: domain.map((value) => ({ x: value, y: value })),
            colour: 'text',
            stroke: 'dashed',
          },
        ],
      },
    ],
  };
};
