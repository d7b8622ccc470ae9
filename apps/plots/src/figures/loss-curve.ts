/** `loss_curve.png`: training and validation loss against the epoch, with the epoch whose weights were kept. */
import { GREY, OKABE_ITO, roundDomain, type Axis, type DataPoint, type Figure, type Mark, type Panel } from '@fived/charts';
import type { TrainedRun } from '../run-folder.js';
import { runSubtitle } from './describe-run.js';
import { extentOf } from './extent.js';
import { significant } from './number-text.js';

const WIDTH = 1300;
const HEIGHT = 800;

/** From so many epochs on, a line that goes up and down needs to be thin. */
const THIN_FROM = 60;

/** Left and right of the first and the last epoch, as a share of all. */
const PADDING = 0.02;

const epochAxis = (epochs: number): Axis => {
  const padding = epochs === 1 ? 1 : (epochs - 1) * PADDING;
  return { scale: 'linear', domain: [1 - padding, epochs + padding], label: 'Epoch', isWhole: true, ...(epochs === 1 ? { tickValues: [1] } : {}) };
};

const lossAxis = (series: readonly Series[]): Axis => {
  const extent = extentOf(...series.map(({ points }) => points.map(({ y }) => y)));
  const label = 'Loss: mean squared error of the scaled target (no unit)';
  // A perfect fit has no place on a logarithmic axis.
  return extent[0] > 0
    ? { scale: 'log', domain: roundDomain(extent, 'log'), label: `${label}, log scale` }
    : { scale: 'linear', domain: roundDomain([0, extent[1]], 'linear'), label };
};

interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly DataPoint[];
}

/** A line, or for a single epoch a circle, and the series' name with its last value. */
const seriesMarks = ({ name, colour, points }: Series): readonly Mark[] => [
  points.length === 1
    ? { kind: 'points', points, colour, fill: 'open' }
    : { kind: 'line', points, colour, ...(points.length < THIN_FROM ? {} : { stroke: 'thin' }) },
  { kind: 'series-label', points, lines: [name, ...points.slice(-1).map(({ y }) => significant(y))], colour },
];

/** Pure: the same run gives the same figure. */
export const lossCurveFigure = ({ record, history }: TrainedRun): Figure<Panel> => {
  const train: Series = {
    name: 'training',
    colour: OKABE_ITO.blue,
    points: history.map(({ epoch, train_loss }) => ({ x: epoch, y: train_loss })),
  };
  const validation: Series = {
    name: 'validation',
    colour: OKABE_ITO.vermillion,
    points: history.flatMap(({ epoch, validation_loss }) => (validation_loss === null ? [] : [{ x: epoch, y: validation_loss }])),
  };
  const isValidated = validation.points.length > 0;
  const series = isValidated ? [train, validation] : [train];
  const judging = isValidated ? validation : train;
  const best = judging.points.filter(({ x }) => x === record.best_epoch);
  const bestMarks: readonly Mark[] = [
    { kind: 'points', points: best, colour: judging.colour, fill: 'solid' },
    {
      kind: 'series-label',
      points: best,
      lines: [`${isValidated ? 'best' : 'kept'}: epoch ${record.best_epoch.toLocaleString('en-US')}`, ...best.map(({ y }) => significant(y))],
      colour: GREY.ink,
    },
  ];
  return {
    width: WIDTH,
    height: HEIGHT,
    title: isValidated ? 'Training and validation loss' : 'Training loss',
    subtitle: runSubtitle(record, [
      isValidated
        ? "Training loss: over an epoch's minibatches, each before its update; validation loss: after the epoch"
        : "Training loss: over an epoch's minibatches, each before its update; there were no validation rows",
    ]),
    panels: [{ x: epochAxis(history.length), y: lossAxis(series), marks: [...series.flatMap(seriesMarks), ...bestMarks] }],
  };
};
