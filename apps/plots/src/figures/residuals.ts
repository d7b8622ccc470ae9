/** `residuals.png`: the residuals against the predictions, and their distribution. */
import { roundDomain, type Axis, type Figure, type Mark, type Panel } from '@fived/charts';
import type { TrainedRun } from '../run-folder.js';
import { runSubtitle, targetName } from './describe-run.js';
import { SEPARATOR } from './describe.js';
import { extentOf, paddedDomain } from './axes.js';
import { binWidth, binsOf, quantile } from './histogram.js';
import { counted, significant } from './number-text.js';

/** The width of the panel with the points, relative to the panel with their distribution. */
const POINTS_SHARE = 2.4;

/** The axis of the bars, relative to the longest bar: leaves room to its right. */
const BAR_ROOM = 1.05;

/**
 * The residuals of this share of the rows are never cut off. The farthest residual may be FARTHEST times as far as
 * those before any is.
 */
const KEPT_SHARE = 0.99;
const FARTHEST = 4;
/** If some are cut off, the frame ends at this many times the residual of that share. */
const FRAME = 2;

/**
 * How far from zero the frame reaches: to all residuals, unless a few far ones would press the others against the zero
 * line.
 */
const frameReach = (sortedSizes: Float64Array): number => {
  const [typical, farthest] = [quantile(sortedSizes, KEPT_SHARE), quantile(sortedSizes, 1)];
  return typical > 0 && farthest > FARTHEST * typical ? FRAME * typical : farthest;
};

/** Pure: the same run gives the same figure. */
export const residualsFigure = ({ record, predictions }: TrainedRun): Figure<Panel> => {
  const { actual, predicted } = predictions.test;
  const residuals = actual.map((value, index) => value - predicted[index]);
  const sizes = residuals.map(Math.abs).sort();
  const reach = frameReach(sizes);
  const domain = paddedDomain([-reach, reach]);
  const isInside = (residual: number): boolean => domain[0] <= residual && residual <= domain[1];
  const shown = residuals.filter(isInside).sort();
  const outside = residuals.length - shown.length;
  const width = binWidth(shown, domain[1] - domain[0]);
  const bins = binsOf(shown, width);

  const y = (label: string): Axis => ({ scale: 'linear', domain, label });
  const zero: Mark = { kind: 'rule', y: 0, colour: 'text', lines: [] };
  const mean = residuals.reduce((sum, residual) => sum + residual / residuals.length, 0);
  return {
    width: 1400,
    height: 820,
    title: 'Residuals',
    subtitle: runSubtitle(record, [
      [
        `${counted(residuals.length, 'test row')}: mean ${significant(mean)}`,
        `half within ±${significant(quantile(sizes, 0.5))}`,
        `95% within ±${significant(quantile(sizes, 0.95))}`,
        `farthest ${significant(quantile(sizes, 1))}`,
      ].join(SEPARATOR),
    ]),
    caption: outside === 0 ? undefined : `Outside the frame: ${counted(outside, 'row')}.`,
    panels: [
      {
        x: { scale: 'linear', domain: paddedDomain(extentOf(predicted)), label: `Predicted ${targetName(record)}` },
        y: y('Residual: actual − predicted'),
        widthShare: POINTS_SHARE,
        marks: [
          {
            kind: 'cloud',
            points: Array.from(predicted, (x, index) => ({ x, y: residuals[index] })).filter((point) =>
              isInside(point.y),
            ),
            colour: 'blue',
          },
          zero,
        ],
      },
      {
        x: {
          scale: 'linear',
          domain: roundDomain([0, BAR_ROOM * bins.reduce((most, { count }) => Math.max(most, count), 1)], 'linear'),
          label: `Rows per ${significant(width, 1)}`,
          isWhole: true,
        },
        y: { ...y('Distribution'), isRepeated: true },
        marks: [{ kind: 'histogram', bins, colour: 'blue' }, zero],
      },
    ],
  };
};
