/** Makes the files that are written about a fit. */
import type { DataSummary, ColumnSummary } from '@fived/data/readers';
import {
  allParams,
  sha256OfWeights,
  wasInterrupted,
  type BandMetrics as ModelBandMetrics,
  type BySet,
  type ErrorMetrics,
  type FittedModel,
  type MemberSummary,
  type ModelMember,
  type Settings,
} from '@fived/interpolator';
import { scheduledRate } from '@fived/nn';
import {
  RUN_SCHEMA,
  type BandMetrics,
  type HistoryRow,
  type MemberEnd,
  type MetricsBySet,
  type RunColumn,
  type RunMember,
  type RunNetwork,
  type RunRecord,
  type SetMetrics,
} from '@fived/records';
import type { Origin } from '../benchmark/origin.js';
import type { FitPlan } from './plan-fit.js';

/** What the record says about a run besides the model. */
export interface RunContext extends Origin, FitPlan {
  /** As it was given on the command line. */
  readonly file: string;
  readonly summary: DataSummary;
  readonly preset: string;
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

const metricsOf = ({ r2, rmse, mae, maxError }: ErrorMetrics): SetMetrics => ({ r2, rmse, mae, max_error: maxError });

const bandMetricsOf = (metrics: ModelBandMetrics): BandMetrics => ({
  ...metricsOf(metrics),
  coverage_95: metrics.coverage95,
});

const metricsBySet = ({ training, validation, test }: BySet<ErrorMetrics>): MetricsBySet => ({
  train: metricsOf(training),
  validation: metricsOf(validation),
  test: metricsOf(test),
});

/** How well a model and the baselines fit. */
export const accuracyFields = ({ metrics: { baselines, ...metrics } }: FittedModel) => ({
  metrics: {
    train: metricsOf(metrics.training),
    validation: bandMetricsOf(metrics.validation),
    test: bandMetricsOf(metrics.test),
  },
  baselines: { mean: metricsBySet(baselines.mean), least_squares: metricsBySet(baselines.leastSquares) },
});

export const networkField = ({ network: { sizes, activation, parameterCount } }: FittedModel): RunNetwork => ({
  sizes,
  activation,
  parameter_count: parameterCount,
});

/** The settings of a fit; null for what only Adam has, and for no patience. */
export const settingsFields = (settings: Settings) => ({
  ...(settings.optimizer === 'adam'
    ? {
        optimizer: settings.optimizer,
        batch_size: settings.batchSize,
        learning_rate: settings.learningRate,
        schedule: settings.schedule,
      }
    : { optimizer: settings.optimizer, batch_size: null, learning_rate: null, schedule: null }),
  members: settings.members,
  epochs: settings.epochs,
  patience: settings.patience === 0 ? null : settings.patience,
  seed: settings.seed,
});

/** The numbers of rows. */
export const splitField = ({ training: { rowCounts } }: FittedModel) => ({
  train: rowCounts.training,
  validation: rowCounts.validation,
  test: rowCounts.test,
});

const ENDED_BY: Readonly<Record<MemberSummary['stoppedBy'], MemberEnd>> = {
  epochs: 'epochs',
  converged: 'converged',
  patience: 'patience',
  caller: 'interrupted',
};

/** All networks that were trained, by index. */
export function runMembers({ members, training }: Pick<FittedModel, 'members' | 'training'>): readonly RunMember[] {
  const memberOf = (
    { index, seed, validationLoss, bestEpoch, epochsRun, stoppedBy }: MemberSummary,
    kept: boolean,
  ): RunMember => ({
    index,
    seed,
    validation_loss: validationLoss,
    best_epoch: bestEpoch,
    epochs_run: epochsRun,
    stopped: ENDED_BY[stoppedBy],
    kept,
    fold: null,
  });
  return [
    ...members.map((member) => memberOf(member, true)),
    ...training.dropped.map((member) => memberOf(member, false)),
  ].sort((a, b) => a.index - b.index);
}

export const runRecord = (model: FittedModel, { summary, ...context }: RunContext): RunRecord => ({
  schema: RUN_SCHEMA,
  timestamp: context.timestamp,
  code_version: context.code_version,
  arithmetic: model.versions.arithmetic,
  second_order: model.versions.secondOrder,
  environment: context.environment,
  source: {
    file: context.file,
    rows: summary.rowCount,
    dropped_rows: summary.droppedRowCount,
    imputed_values: summary.missingValueCount,
    duplicate_rows: summary.duplicateRowCount,
  },
  features: summary.features.map((feature) => ({ ...columnOf(feature), transform: 'identity' })),
  target: columnOf(summary.target),
  network: networkField(model),
  settings: {
    preset: context.preset,
    ...settingsFields(model.settings),
    engine: context.engine,
    threads: context.threads,
    jobs: context.jobs,
  },
  split: splitField(model),
  members: runMembers(model),
  stopped: wasInterrupted(model) ? 'interrupted' : 'finished',
  training_time_seconds: context.trainingSeconds,
  weights_sha256: sha256OfWeights(allParams(model)),
  ...accuracyFields(model),
});

/** One row for each epoch of every member, also of those that the model leaves out. */
export function historyRows(settings: Settings, members: readonly ModelMember[]): readonly HistoryRow[] {
  const rateOf = (epoch: number): number | null =>
    settings.optimizer === 'adam'
      ? scheduledRate(settings.schedule, settings.learningRate, epoch, settings.epochs)
      : null;
  return members.flatMap(({ index, history, bestEpoch }) =>
    Array.from(history.trainLoss, (trainLoss, i) => ({
      member: index,
      epoch: i + 1,
      learning_rate: rateOf(i + 1),
      train_loss: trainLoss,
      validation_loss: history.validationLoss[i],
      is_best: i + 1 === bestEpoch,
    })),
  );
}
