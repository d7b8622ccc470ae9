/** The record of a sweep, which grows with its runs. */
import type { BenchmarkRecord, Run } from '@fived/records';
import type { CountedRun } from './order.js';
import { benchmarkRecord, sizeResult, type SweepContext } from './record.js';

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
