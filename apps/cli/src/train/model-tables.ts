/** A model in words and tables: its training, its layers, its networks, and how well it fits. */
import type { BandMetrics, ErrorMetrics, FittedModel, MemberSummary, PreparedFit, Settings } from '@fived/interpolator';
import type { Schedule } from '@fived/nn';
import { alignColumns, counted, grouped, shownPath } from '../text.js';

const R2_DECIMALS = 5;
const DIGITS = 4;

/** "0.99871"; for a very bad model, a few digits. A zero has no sign. */
function r2Text(r2: number): string {
  return (r2 > -100 ? r2.toFixed(R2_DECIMALS) : r2.toPrecision(DIGITS)).replace(/^-(?=0\.0*$)/, '');
}

/** In the target's units. */
function errorText(error: number): string {
  return error.toPrecision(DIGITS);
}

/** "94.7%". */
function shareText(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

const FALLING: Readonly<Record<Schedule, string>> = {
  constant: '',
  cosine: ' falling as a cosine',
  linear: ' falling linearly',
};

export function optimizerText(settings: Settings): string {
  return settings.optimizer === 'adam'
    ? `Adam (minibatches of ${counted(settings.batchSize, 'row')}, ` +
        `learning rate ${settings.learningRate}${FALLING[settings.schedule]})`
    : 'Levenberg-Marquardt (second-order steps, no learning rate needed)';
}

/** "4 networks stand at 150 epochs", "2 of 4 networks stand at 96 to 120 epochs". */
function standText({ earlier, settings: { members } }: Pick<PreparedFit, 'earlier' | 'settings'>): string {
  const epochs = earlier.map(({ epochsRun }) => epochsRun);
  const [least, most] = [epochs.reduce((a, b) => Math.min(a, b)), epochs.reduce((a, b) => Math.max(a, b))];
  const which =
    earlier.length < members ? `${earlier.length} of ${counted(members, 'network')}` : counted(members, 'network');
  return (
    `${which} ${earlier.length === 1 ? 'stands' : 'stand'} at ` +
    `${least === most ? '' : `${grouped(least)} to `}${counted(most, 'epoch')}`
  );
}

/** What is going to be done. */
export function trainingText(
  prepared: Pick<PreparedFit, 'network' | 'settings' | 'earlier'>,
  { jobs, from }: { readonly jobs: number; readonly from: string | undefined },
): string {
  const { network, settings } = prepared;
  const { members, epochs } = settings;
  const sizes = network.sizes.join('-');
  const what = members === 1 ? `a network ${sizes}` : `${counted(members, 'network')} ${sizes} from different seeds`;
  return [
    `Training ${what}, at most ${counted(epochs, 'epoch')}${members === 1 ? '' : ' each'}.`,
    ...(from === undefined ? [] : [`Going on from ${shownPath(from)}: ${standText(prepared)}.`]),
    `Optimizer: ${optimizerText(settings)}.`,
    ...(jobs > 1 ? [`Networks at a time: ${jobs}.`] : []),
  ].join('\n');
}

/** One row for each layer, and the sum of the parameters, also for several networks. */
function layersTable({ network: { layers, parameterCount }, members }: FittedModel): string {
  const rows = layers.map(({ index, fanIn, fanOut, activation }) => [
    `${index + 1}: ${fanIn} -> ${fanOut}`,
    activation === 'identity' ? 'linear' : activation,
    grouped(fanIn * fanOut),
    grouped(fanOut),
    grouped(fanIn * fanOut + fanOut),
  ]);
  return alignColumns([
    ['layer', 'activation', 'weights', 'biases', 'parameters'],
    ...rows,
    ['total', '', '', '', grouped(parameterCount)],
    ...(members.length > 1
      ? [[`${members.length} networks`, '', '', '', grouped(members.length * parameterCount)]]
      : []),
  ]);
}

const ENDED_BY: Readonly<Record<MemberSummary['stoppedBy'], string>> = {
  epochs: 'all epochs run',
  converged: 'no better step',
  patience: 'patience',
  caller: 'a signal',
};

/** One row for each network, including those that were left out. */
function membersTable({ members, training }: FittedModel): string {
  const trained: readonly MemberSummary[] = [...members, ...training.dropped];
  const isDropped = (member: MemberSummary): boolean => training.dropped.includes(member);
  const rows = [...trained]
    .sort((a, b) => a.index - b.index)
    .map((member) => [
      String(member.index + 1),
      ENDED_BY[member.stoppedBy],
      grouped(member.epochsRun),
      grouped(member.bestEpoch),
      member.validationLoss.toExponential(DIGITS - 1),
      isDropped(member) ? 'left out' : 'kept',
    ]);
  return alignColumns([['network', 'ended by', 'epochs', 'best epoch', 'validation loss', ''], ...rows]);
}

export const METRICS_HEADER = ['R²', 'RMSE', 'MAE', 'max error', '95% band'] as const;

/** The last cell is empty for what has no band. */
export function metricsCells({
  r2,
  rmse,
  mae,
  maxError,
  coverage95,
}: ErrorMetrics & Partial<BandMetrics>): readonly string[] {
  return [
    r2Text(r2),
    errorText(rmse),
    errorText(mae),
    errorText(maxError),
    coverage95 === undefined ? '' : shareText(coverage95),
  ];
}

const SETS = ['training', 'validation', 'test'] as const;

/** Model and baselines on each of the three sets. */
function accuracyTable({ metrics, training: { rowCounts } }: FittedModel): string {
  const { mean, leastSquares } = metrics.baselines;
  const rows = SETS.flatMap((set) => [
    [`${set}, ${counted(rowCounts[set], 'row')}`, '', ...metricsCells(metrics[set])],
    ['  least squares', '', ...metricsCells(leastSquares[set])],
    ['  mean', '', ...metricsCells(mean[set])],
  ]);
  return alignColumns([['model and baselines', '', ...METRICS_HEADER], ...rows]);
}

/** Layers, accuracy and networks. */
export const modelTables = (model: FittedModel): string =>
  [layersTable(model), accuracyTable(model), membersTable(model)].join('\n\n');
