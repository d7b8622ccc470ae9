/** From runs to the record that is written: statistics by size, in the published project's field names. */
import { summarize, type Environment, type RunRecord } from '@fived/bench';
import { BENCHMARK_SCHEMA, METRICS, type BenchmarkRecord, type Run, type SizeResult } from '@fived/records';
import type { Judgement, TrainedModel } from './experiment.js';
import { NO_EARLY_STOPPING, splitRatios, type SweepSettings } from './settings.js';

/** What has been measured of one dataset size so far. */
export interface MeasuredSize {
  readonly datasetSize: number;
  coldSeconds: number | null;
  readonly runs: Run[];
}

/** What stays the same while a sweep's record grows. */
export interface SweepContext {
  readonly settings: SweepSettings;
  readonly startedAt: Date;
  readonly environment: Environment;
  readonly codeVersion: string;
}

/** One run as it stands in the record. */
export function runRecord(datasetSize: number, seed: number, measured: RunRecord<TrainedModel>, judgement: Judgement): Run {
  const { result } = measured.value;
  return {
    dataset_size: datasetSize,
    epochs_used: result.epochsRun,
    run: measured.run,
    seed,
    training_time_seconds: measured.elapsedSeconds,
    model_setup_seconds: measured.setupSeconds,
    best_epoch: result.bestEpoch,
    ...judgement.accuracies,
    weights_sha256: judgement.weightsSha256,
    final_weights_sha256: judgement.finalWeightsSha256,
  };
}

/** Statistics of every metric over the runs of one size. */
export function sizeResult({ datasetSize, coldSeconds, runs }: MeasuredSize, epochs: number): SizeResult {
  const statistics = Object.fromEntries(
    METRICS.flatMap((metric) => {
      const summary = summarize(runs.map((run) => run[metric]));
      return [
        [`${metric}_mean`, summary.mean],
        [`${metric}_std`, summary.populationStd],
        [`${metric}_min`, summary.min],
        [`${metric}_max`, summary.max],
        [`${metric}_median`, summary.median],
        [`${metric}_sample_std`, summary.sampleStd],
        [`${metric}_ci95`, summary.ci95 === null ? null : [summary.ci95.lower, summary.ci95.upper]],
      ];
    }),
  ) as Omit<SizeResult, 'dataset_size' | 'n_runs' | 'epochs_used' | 'cold_training_time_seconds' | 'individual_runs'>;
  return {
    dataset_size: datasetSize,
    n_runs: runs.length,
    epochs_used: epochs,
    ...statistics,
    cold_training_time_seconds: coldSeconds,
    individual_runs: runs,
  };
}

/** The whole record, with the results of the sizes that have at least one run. */
export function benchmarkRecord(context: SweepContext, results: readonly SizeResult[], totalSeconds: number): BenchmarkRecord {
  const { settings } = context;
  return {
    schema: BENCHMARK_SCHEMA,
    timestamp: context.startedAt.toISOString(),
    environment: context.environment,
    code_version: context.codeVersion,
    engine: settings.engine,
    wide: settings.wide,
    threads: 1,
    batch_size: settings.batchSize,
    hyperparameters: {
      hidden_sizes: settings.hiddenSizes,
      learning_rate: settings.learningRate,
      max_iter: settings.epochs,
      random_state: settings.seed,
      early_stopping_patience: NO_EARLY_STOPPING,
      beta1: settings.adam.beta1,
      beta2: settings.adam.beta2,
      epsilon: settings.adam.epsilon,
      noise: settings.noise,
    },
    split_ratios: splitRatios,
    n_runs_per_size: settings.runs,
    total_benchmark_time_seconds: totalSeconds,
    results,
  };
}
