/** Makes the files that are written about a fit. */
import type { DataSummary, ColumnSummary } from '@fived/data/readers';
import {
  allParams,
  sha256OfWeights,
  wasInterrupted,
  type BandMetrics as ModelBandMetrics,
  type BySet,
  type ErrorMetrics,
  type FitMetrics,
  type Fitted,
  type FittedModel,
  type JudgedSet,
  type MemberSummary,
  type ModelMember,
  type Settings,
} from '@fived/interpolator';
import { scheduledRate } from '@fived/nn';
import {
  RUN_SCHEMA,
  type BandMetrics,
  type Environment,
  type HistoryRow,
  type MemberEnd,
  type MetricsBySet,
  type ModelMetrics,
  type Predictions,
  type RunColumn,
  type RunMember,
  type RunRecord,
  type SetMetrics,
} from '@fived/records';

/** What the record says about a run besides the model. */
export interface RunContext {
  readonly startedAt: Date;
  readonly codeVersion: string;
  readonly environment: Environment;
  /** As it was given on the command line. */
  readonly file: string;
  readonly summary: DataSummary;
  readonly preset: string;
  readonly engine: string;
  /** How many networks train at a time. */
  readonly jobs: number;
  /** How many threads share the training of one network. */
  readonly threads: number;
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

export function metricsBySet({ training, validation, test }: BySet<ErrorMetrics>): MetricsBySet {
  return {
    train: metricsOf(training),
    validation: metricsOf(validation),
    test: metricsOf(test),
  };
}

export function modelMetrics({ training, validation, test }: FitMetrics): ModelMetrics {
  return {
    train: metricsOf(training),
    validation: bandMetricsOf(validation),
    test: bandMetricsOf(test),
  };
}

/** The optimizer, with the settings that only Adam has. */
export function optimizerOf(settings: Settings) {
  return settings.optimizer === 'adam'
    ? {
        optimizer: settings.optimizer,
        batch_size: settings.batchSize,
        learning_rate: settings.learningRate,
        schedule: settings.schedule,
      }
    : { optimizer: settings.optimizer, batch_size: null, learning_rate: null, schedule: null };
}

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
  });
  return [
    ...members.map((member) => memberOf(member, true)),
    ...training.dropped.map((member) => memberOf(member, false)),
  ].sort((a, b) => a.index - b.index);
}

export function runRecord({ model }: Pick<Fitted, 'model'>, context: RunContext): RunRecord {
  const { network, settings, training, metrics } = model;
  const { summary } = context;
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
      ...optimizerOf(settings),
      members: settings.members,
      epochs: settings.epochs,
      patience: settings.patience === 0 ? null : settings.patience,
      seed: settings.seed,
      engine: context.engine,
      threads: context.threads,
      jobs: context.jobs,
    },
    split: {
      train: training.rowCounts.training,
      validation: training.rowCounts.validation,
      test: training.rowCounts.test,
    },
    members: runMembers(model),
    stopped: wasInterrupted(model) ? 'interrupted' : 'finished',
    training_time_seconds: context.trainingSeconds,
    weights_sha256: sha256OfWeights(allParams(model)),
    metrics: modelMetrics(metrics),
    baselines: {
      mean: metricsBySet(metrics.baselines.mean),
      least_squares: metricsBySet(metrics.baselines.leastSquares),
    },
  };
}

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

export function predictionsOf({ sets }: { readonly sets: BySet<JudgedSet> }): Predictions {
  return {
    train: sets.training,
    validation: sets.validation,
    test: sets.test,
  };
}
