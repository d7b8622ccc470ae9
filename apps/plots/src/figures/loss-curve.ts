/**
 * `loss_curve.png`: training and validation loss of the best network against the epoch, with the epoch whose weights
 * were kept. Behind them are the validation losses of the other networks.
 */
import type { Axis, Colour, DataPoint, Figure, Mark, Panel } from '@fived/charts';
import { historiesOf, type MemberHistory, type TrainedRun } from '../run-folder.js';
import { runSubtitle } from './describe-run.js';
import { SEPARATOR } from './describe.js';
import { errorAxis, extentOf } from './axes.js';
import { grouped, significant } from './number-text.js';

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
    tickValues: epochs === 1 ? [1] : undefined,
  };
};

/** A line, or a circle for a single epoch. */
const curve = (points: readonly DataPoint[], colour: Colour, stroke?: 'thin'): Mark =>
  points.length === 1 ? { kind: 'points', points, colour, fill: 'open' } : { kind: 'line', points, colour, stroke };

/** The name of a series with its last value, and other words about it. */
const label = (name: string, points: readonly DataPoint[], colour: Colour, ...more: readonly string[]): Mark => ({
  kind: 'series-label',
  points,
  lines: [[name, ...points.slice(-1).map(({ y }) => significant(y))].join(SEPARATOR), ...more],
  colour,
});

const lossesOf = ({ epochs }: MemberHistory, which: 'train_loss' | 'validation_loss'): readonly DataPoint[] =>
  epochs.map((row) => ({ x: row.epoch, y: row[which] }));

/**
 * The validation losses of all networks except the best, as thin lines. Those that are left out lie below the others.
 */
const otherMarks = (others: readonly MemberHistory[]): readonly Mark[] =>
  [...others.filter(({ member }) => !member.kept), ...others.filter(({ member }) => member.kept)].map((other) =>
    curve(lossesOf(other, 'validation_loss'), other.member.kept ? 'tint-vermillion' : 'tint-grey', 'thin'),
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
  const train = lossesOf(best, 'train_loss');
  const validation = lossesOf(best, 'validation_loss');
  const epochs = Math.max(...record.members.map(({ epochs_run }) => epochs_run));
  const stroke = record.settings.optimizer === 'adam' && epochs >= THIN_FROM ? 'thin' : undefined;
  const { best_epoch, epochs_run } = best.member;
  const kept = validation.filter(({ x }) => x === best_epoch);
  const bestText = `best: epoch ${grouped(best_epoch)}`;
  const isLast = best_epoch === epochs_run;
  return {
    width: 1300,
    height: 800,
    title: 'Training and validation loss',
    subtitle: runSubtitle(record, [LOSSES[record.settings.optimizer], ...othersText(others)]),
    panels: [
      {
        x: epochAxis(epochs),
        y: errorAxis(
          'Loss: mean squared error of the scaled target (no unit)',
          extentOf(
            best.epochs.map(({ train_loss }) => train_loss),
            ...histories.map((each) => each.epochs.map(({ validation_loss }) => validation_loss)),
          ),
        ),
        marks: [
          ...otherMarks(others),
          curve(train, 'blue', stroke),
          label('training', train, 'blue'),
          curve(validation, 'vermillion', stroke),
          label('validation', validation, 'vermillion', ...(isLast ? [bestText] : [])),
          { kind: 'points', points: kept, colour: 'vermillion', fill: 'solid' },
          ...(isLast ? [] : [label(bestText, kept, 'ink')]),
        ],
      },
    ],
  };
};
