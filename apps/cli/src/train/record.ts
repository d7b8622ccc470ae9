/** From a fit to the files that are written about it. */
import type { DataSummary, ColumnSummary } from '@fived/data/readers';
import {
  allParams,
  sha256OfWeights,
  wasInterrupted,
  type BandMetrics,
  type BySet,
  type ErrorMetrics,
  type Fitted,
  type FittedModel,
  type JudgedSet,
  type ModelMember,
  type Settings,
} from '@fived/interpolator';
import { scheduledRate } from '@fived/nn';
import {
  RUN_SCHEMA,
  type Environment,
  type HistoryRow,
  type MetricsBySet,
  type Predictions,
  type RunColumn,
  type RunRecord,
  type RunSettings,
  type SetMetrics,
} from '@fived/records';

/** What the record says of a run besides the model. */
export interface RunContext {
  readonly startedAt: Date;
  readonly codeVersion: string;
  readonly environment: Environment;
  /** As given on the command line. */
  readonly file: string;
  readonly summary: DataSummary;
  readonly preset: string;
  readonly engine: string;
  readonly trainingSeconds: number;
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

const columnOf = ({ name, min, max, mean, missingCount, isConstant }: ColumnSummary): RunColumn => ({
  name,
  min: orNull(min),
  max: orNull(max),
  mean: orNull(mean),
  missing: missingCount,
  constant: isConstant,
});

const metricsOf = ({ r2, rmse, mae, maxError, coverage95 }: ErrorMetrics & Partial<BandMetrics>): SetMetrics => ({
  r2,
  rmse,
  mae,
  max_error: maxError,
  ...(coverage95 === undefined ? {} : { coverage_95: coverage95 }),
});

export const metricsBySet = ({ training, validation, test }: BySet<ErrorMetrics>): MetricsBySet => ({
  train: metricsOf(training),
  validation: metricsOf(validation),
  test: metricsOf(test),
});

/** The network of the least validation loss: of several, the one whose training the record and the history tell. */
const bestMember = ({ members }: FittedModel): ModelMember =>
  members.reduce((best, member) => (member.validationLoss < best.validationLoss ? member : best));

function endOf(model: FittedModel): RunRecord['stopped'] {
  if (wasInterrupted(model)) return 'interrupted';
  return bestMember(model).stoppedBy === 'epochs' ? 'finished' : 'early';
}

/** A step of levenberg-marquardt takes all training rows at once, and the whole of what its equations say. */
const stepOf = (settings: Settings, trainingRows: number): Pick<RunSettings, 'batch_size' | 'learning_rate' | 'schedule'> =>
  settings.optimizer === 'adam'
    ? { batch_size: settings.batchSize, learning_rate: settings.learningRate, schedule: settings.schedule }
    : { batch_size: trainingRows, learning_rate: 1, schedule: settings.optimizer };

export function runRecord({ model }: Fitted, context: RunContext): RunRecord {
  const { network, settings, training, metrics, members } = model;
  const { summary } = context;
  const { epochsRun, bestEpoch } = bestMember(model);
  return {
    schema: RUN_SCHEMA,
    timestamp: context.startedAt.toISOString(),
    code_version: context.codeVersion,
    environment: context.environment,
    source: {
      file: context.file,
      rows: summary.rowCount,
      dropped_rows: summary.droppedRowCount,
      imputed_values: summary.missingValueCount,
      duplicate_rows: summary.duplicateRowCount,
    },
    features: summary.features.map(columnOf),
    target: columnOf(summary.target),
    network: { sizes: network.sizes, activation: network.activation, parameter_count: network.parameterCount },
    settings: {
      preset: context.preset,
      epochs: settings.epochs,
      ...stepOf(settings, training.rowCounts.training),
      patience: settings.patience === 0 ? null : settings.patience,
      seed: settings.seed,
      engine: context.engine,
      threads: 1,
    },
    split: { train: training.rowCounts.training, validation: training.rowCounts.validation, test: training.rowCounts.test },
    epochs_run: epochsRun,
    best_epoch: bestEpoch,
    stopped: endOf(model),
    training_time_seconds: context.trainingSeconds,
    weights_sha256: sha256OfWeights(allParams(model)),
    metrics: metricsBySet(metrics),
    baselines: { mean: metricsBySet(metrics.baselines.mean), least_squares: metricsBySet(metrics.baselines.leastSquares) },
    ...(members.length > 1 ? { members: members.length } : {}),
  };
}

/** A row an epoch; of several networks, of the best. */
export function historyRows({ model }: Fitted): readonly HistoryRow[] {
  const { settings } = model;
  const { history, bestEpoch } = bestMember(model);
  const rateOf = (epoch: number): number =>
    settings.optimizer === 'adam' ? scheduledRate(settings.schedule, settings.learningRate, epoch, settings.epochs) : 1;
  return Array.from(history.trainLoss, (trainLoss, i) => ({
    epoch: i + 1,
    learning_rate: rateOf(i + 1),
    train_loss: trainLoss,
    validation_loss: history.validationLoss[i],
    is_best: i + 1 === bestEpoch,
  }));
}

export const predictionsOf = ({ sets }: { readonly sets: BySet<JudgedSet> }): Predictions => ({
  train: sets.training,
  validation: sets.validation,
  test: sets.test,
});
