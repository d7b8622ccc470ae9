/**
 * Makes the record that is written out of runs, and lets it grow with them: statistics by size, in the published
 * project's field names.
 */
import { fitPowerLaw, labelOutliers, summarize, type RunRecord } from '@fived/bench';
import {
  BENCHMARK_SCHEMA,
  METRICS,
  type BaseStatistics,
  type BenchmarkRecord,
  type Environment,
  type OwnStatistics,
  type PowerLaw,
  type RecordedClock,
  type Run,
  type SizeResult,
} from '@fived/records';
import type { Judgement, TrainedModel } from './experiment.js';
import { NO_EARLY_STOPPING, splitRatios, type SweepSettings } from './training-settings.js';
import type { CountedRun } from './sweep-plan.js';

/** What has been measured of one dataset size so far, at least one run. */
export interface MeasuredSize {
  readonly datasetSize: number;
  readonly coldSeconds: number | null;
  /** In ascending order of their numbers. */
  readonly runs: readonly Run[];
  readonly epochs: number;
}

/** What stays the same while a sweep's record grows. */
export interface SweepContext {
  readonly settings: SweepSettings;
  readonly startedAt: Date;
  readonly environment: Environment;
  readonly codeVersion: string;
  readonly clock: RecordedClock;
}

/** The part of a run's record that depends only on its settings and its seed, and not on the machine. */
export function runOutcome({ result }: TrainedModel, { accuracies, weightsSha256, finalWeightsSha256 }: Judgement) {
  return {
    epochs_used: result.epochsRun,
    best_epoch: result.bestEpoch,
    ...accuracies,
    weights_sha256: weightsSha256,
    final_weights_sha256: finalWeightsSha256,
  };
}

/** One run as it stands in the record. */
export function runRecord(
  { datasetSize, run, position }: CountedRun,
  seed: number,
  { elapsedSeconds, setupSeconds, value }: RunRecord<TrainedModel>,
  judgement: Judgement,
): Run {
  return {
    dataset_size: datasetSize,
    run,
    seed,
    position,
    training_time_seconds: elapsedSeconds,
    model_setup_seconds: setupSeconds,
    ...runOutcome(value, judgement),
  };
}

/** Statistics of every metric over the runs of one size. */
export function statisticsOf(runs: readonly Run[]): BaseStatistics & OwnStatistics {
  return Object.fromEntries(
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
  ) as BaseStatistics & OwnStatistics;
}

/** The numbers of the runs whose times lie far from the others'. */
function outlierRuns(runs: readonly Run[]): readonly number[] {
  const isOutlier = labelOutliers(runs.map((run) => run.training_time_seconds));
  return runs.filter((_, index) => isOutlier[index]).map(({ run }) => run);
}

/** How the time grows with the number of samples; null with fewer than two sizes. */
export function powerLaw(results: readonly SizeResult[]): PowerLaw | null {
  if (results.length < 2) return null;
  const timings = results.map(({ dataset_size: size, individual_runs: runs }) => ({
    size,
    seconds: runs.map((run) => run.training_time_seconds),
  }));
  return fitPowerLaw(timings);
}

/** The result of one size. */
export function sizeResult({ datasetSize, coldSeconds, runs, epochs }: MeasuredSize): SizeResult {
  return {
    dataset_size: datasetSize,
    n_runs: runs.length,
    epochs_used: epochs,
    ...statisticsOf(runs),
    cold_training_time_seconds: coldSeconds,
    training_time_seconds_outlier_runs: outlierRuns(runs),
    individual_runs: runs,
  };
}

/** The whole record, with the results of the sizes that have at least one run. */
export function benchmarkRecord(
  context: SweepContext,
  results: readonly SizeResult[],
  totalSeconds: number,
): BenchmarkRecord {
  const { settings } = context;
  const { jobs = 1, threads = 1 } = settings;
  return {
    schema: BENCHMARK_SCHEMA,
    timestamp: context.startedAt.toISOString(),
    environment: context.environment,
    code_version: context.codeVersion,
    clock: context.clock,
    engine: settings.engine,
    wide: settings.wide,
    threads,
    jobs,
    batch_size: settings.batchSize,
    order: 'round-robin',
    dataset_sizes: settings.sizes,
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
    training_time_seconds_power_law: jobs === 1 ? powerLaw(results) : null,
    results,
  };
}

export interface GrowingRecord {
  /** `coldSeconds` is the time of the size's cold run, if this sweep made one. */
  add(counted: CountedRun, run: Run, coldSeconds?: number): void;
  /** The whole record of all runs so far. */
  snapshot(): BenchmarkRecord;
}

/** @param earlier what an earlier part of the same sweep left; runs are added to it */
export function growingRecord(context: SweepContext, earlier?: BenchmarkRecord): GrowingRecord {
  const { settings } = context;
  const startMs = performance.now();
  const results = new Map((earlier?.results ?? []).map((result) => [result.dataset_size, result]));
  return {
    add({ datasetSize }, run, coldSeconds) {
      const before = results.get(datasetSize);
      const runs = [...(before?.individual_runs ?? []), run];
      results.set(
        datasetSize,
        sizeResult({
          datasetSize,
          // A resumed sweep that makes a cold run of this size again keeps the time of the first one.
          coldSeconds: before === undefined ? (coldSeconds ?? null) : before.cold_training_time_seconds,
          runs: runs.sort((a, b) => a.run - b.run),
          epochs: settings.epochs,
        }),
      );
    },
    snapshot() {
      const seconds = (earlier?.total_benchmark_time_seconds ?? 0) + (performance.now() - startMs) / 1000;
      const record = benchmarkRecord(
        context,
        settings.sizes.flatMap((size) => results.get(size) ?? []),
        seconds,
      );
      // Parts of a sweep may have had different numbers of threads.
      return { ...record, jobs: Math.max(record.jobs ?? 1, earlier?.jobs ?? 1) };
    },
  };
}
