/**
 * Makes the record that is written out of runs, and lets it grow with them: statistics by size, in the published
 * project's field names.
 */
import { fitPowerLaw, labelOutliers, summarize } from '@fived/bench';
import {
  BENCHMARK_SCHEMA,
  outlierRuns,
  powerLawOf,
  statisticsOf,
  type BenchmarkRecord,
  type RecordedClock,
  type Run,
  type SizeResult,
} from '@fived/records';
import type { Origin } from './origin.js';
import { hyperparametersOf, splitRatios, type SweepSettings } from './training-settings.js';
import type { CountedRun } from './sweep-plan.js';

/** What stays the same while a sweep's record grows. */
export interface SweepContext extends Origin {
  readonly settings: SweepSettings;
  readonly clock: RecordedClock;
}

/** The whole record, with the results of the sizes that have at least one run. */
export function benchmarkRecord(
  { settings, clock, ...origin }: SweepContext,
  results: readonly SizeResult[],
  totalSeconds: number,
): BenchmarkRecord {
  const { jobs = 1, threads = 1 } = settings;
  return {
    schema: BENCHMARK_SCHEMA,
    ...origin,
    clock,
    engine: settings.engine,
    wide: settings.wide,
    threads,
    jobs,
    batch_size: settings.batchSize,
    order: 'round-robin',
    dataset_sizes: settings.sizes,
    hyperparameters: hyperparametersOf(settings),
    split_ratios: splitRatios,
    n_runs_per_size: settings.runs,
    total_benchmark_time_seconds: totalSeconds,
    training_time_seconds_power_law: powerLawOf({ jobs, results }, { fitPowerLaw }),
    results,
  };
}

/** @param earlier what an earlier part of the same sweep left; runs are added to it */
export function growingRecord(context: SweepContext, earlier?: BenchmarkRecord) {
  const { settings } = context;
  const startMs = performance.now();
  const results = new Map((earlier?.results ?? []).map((result) => [result.dataset_size, result]));
  return {
    /** `coldSeconds` is the time of the size's cold run, if this sweep made one. */
    add({ datasetSize }: CountedRun, run: Run, coldSeconds?: number): void {
      const before = results.get(datasetSize);
      const runs = [...(before?.individual_runs ?? []), run].sort((a, b) => a.run - b.run);
      results.set(datasetSize, {
        dataset_size: datasetSize,
        n_runs: runs.length,
        epochs_used: settings.epochs,
        ...statisticsOf(runs, { summarize }),
        // A resumed sweep that makes a cold run of this size again keeps the time of the first one.
        cold_training_time_seconds: before === undefined ? (coldSeconds ?? null) : before.cold_training_time_seconds,
        training_time_seconds_outlier_runs: outlierRuns(runs, { labelOutliers }),
        individual_runs: runs,
      });
    },
    /** The whole record of all runs so far. */
    snapshot(): BenchmarkRecord {
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
