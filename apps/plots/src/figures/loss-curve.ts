/**
 * `loss_curve.png`: training and validation loss of the best network against the epoch, with the epoch whose weights
 * were kept. Behind them are the validation losses of the other networks.
 */
import {
  GREY,
  OKABE_ITO,
  TINT,
  roundDomain,
  type Axis,
  type DataPoint,
  type Figure,
  type Mark,
  type Panel,
} from '@fived/charts';
import { historiesOf, type MemberHistory, type TrainedRun } from '../run-folder.js';
import { runSubtitle } from './describe-run.js';
import { SEPARATOR } from './describe.js';
import { extentOf } from './extent.js';
import { significant } from './number-text.js';

const WIDTH = 1300;
const HEIGHT = 800;

/** From this many epochs on, a line that goes up and down, as with minibatches, has to be thin. */
const THIN_FROM = 200;

/** Left and right of the first and the last epoch, as a share of all. */
const PADDING = 0.02;

const epochAxis = (epochs: number): Axis => {
  const padding = epochs === 1 ? 1 : (epochs - 1) * PADDING;
  return {
    scale: 'linear',
    domain: [1 - padding, epochs + padding],
    label: 'Epoch',
    isWhole: true,
    ...(epochs === 1 ? { tickValues: [1] } : {}),
  };
};

const lossAxis = (lines: readonly (readonly DataPoint[])[]): Axis => {
  const extent = extentOf(...lines.map((points) => points.map(({ y }) => y)));
  const label = 'Loss: mean squared error of the scaled target (no unit)';
  // A logarithmic axis has no place for a perfect fit.
  return extent[0] > 0
    ? { scale: 'log', domain: roundDomain(extent, 'log'), label: `${label}, log scale` }
    : { scale: 'linear', domain: roundDomain([0, extent[1]], 'linear'), label };
};

interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly DataPoint[];
}

/** A line, or a circle for a single epoch. */
const curve = ({ colour, points }: Omit<Series, 'name'>, stroke?: 'thin'): Mark =>
  points.length === 1
    ? { kind: 'points', points, colour, fill: 'open' }
    : { kind: 'line', points, colour, ...(stroke === undefined ? {} : { stroke }) };

/** The series with its name, its last value, and other words about it. */
const seriesMarks = (series: Series, stroke: 'thin' | undefined, ...more: readonly string[]): readonly Mark[] => {
  const { name, colour, points } = series;
  return [
    curve(series, stroke),
    {
      kind: 'series-label',
      points,
      lines: [[name, ...points.slice(-1).map(({ y }) => significant(y))].join(SEPARATOR), ...more],
      colour,
    },
  ];
};

const trainLoss = ({ epochs }: MemberHistory): readonly DataPoint[] =>
  epochs.map(({ epoch, train_loss }) => ({ x: epoch, y: train_loss }));
const validationLoss = ({ epochs }: MemberHistory): readonly DataPoint[] =>
  epochs.map(({ epoch, validation_loss }) => ({ x: epoch, y: validation_loss }));

/**
 * The validation losses of all networks except the best, as thin lines. Those that are left out lie below the others.
 */
const otherMarks = (others: readonly MemberHistory[]): readonly Mark[] =>
  [...others.filter(({ member }) => !member.kept), ...others.filter(({ member }) => member.kept)].map((other) =>
    curve({ points: validationLoss(other), colour: other.member.kept ? TINT.vermillion : TINT.grey }, 'thin'),
  );

const othersText = (others: readonly MemberHistory[]): readonly string[] => {
  if (others.length === 0) return [];
  const which = others.length === 1 ? 'the other network' : `the ${others.length} other networks`;
  const grey = others.some(({ member }) => !member.kept) ? ' (grey: left out of the model)' : '';
  return [`Labelled: the network with the lowest validation loss; pale: validation loss of ${which}${grey}`];
};

const ASIDE = 'validation: on rows kept aside';

const LOSSES = {
  adam: `Training: on the rows that it learns from, while it learns; ${ASIDE}, after each epoch`,
  'levenberg-marquardt':
    'Training: on the rows that it learns from, ' + `at first a part of them where they are many; ${ASIDE}`,
} as const;

/** Pure: the same run gives the same figure. */
export const lossCurveFigure = (run: TrainedRun): Figure<Panel> => {
  const { record } = run;
  const histories = historiesOf(run);
  const best = histories.reduce((least, each) =>
    each.member.validation_loss < least.member.validation_loss ? each : least,
  );
  const others = histories.filter((each) => each !== best);
  const train: Series = { name: 'training', colour: OKABE_ITO.blue, points: trainLoss(best) };
  const validation: Series = { name: 'validation', colour: OKABE_ITO.vermillion, points: validationLoss(best) };
  const epochs = Math.max(...record.members.map(({ epochs_run }) => epochs_run));
  const stroke = record.settings.optimizer === 'adam' && epochs >= THIN_FROM ? 'thin' : undefined;
  const { best_epoch, epochs_run } = best.member;
  const kept = validation.points.filter(({ x }) => x === best_epoch);
  const bestText = `best: epoch ${best_epoch.toLocaleString('en-US')}`;
  const isLast = best_epoch === epochs_run;
  const bestLabel: Mark = {
    kind: 'series-label',
    points: kept,
    lines: [[bestText, ...kept.map(({ y }) => significant(y))].join(SEPARATOR)],
    colour: GREY.ink,
  };
  return {
    width: WIDTH,
    height: HEIGHT,
    title: 'Training and validation loss',
    subtitle: runSubtitle(record, [LOSSES[record.settings.optimizer], ...othersText(others)]),
    panels: [
      {
        x: epochAxis(epochs),
        y: lossAxis([train.points, ...histories.map(validationLoss)]),
        marks: [
          ...otherMarks(others),
          ...seriesMarks(train, stroke),
          ...seriesMarks(validation, stroke, ...(isLast ? [bestText] : [])),
          { kind: 'points', points: kept, colour: validation.colour, fill: 'solid' },
          ...(isLast ? [] : [bestLabel]),
        ],
      },
    ],
  };
};
