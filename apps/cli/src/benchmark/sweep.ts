/** The sweep: every planned training, one by one; the record is written after every counted one. */
import { measureRun } from '@fived/bench';
import type { PreparedRows } from '@fived/data';
import type { EpochProgress } from '@fived/nn';
import type { BenchmarkRecord } from '@fived/records';
import { buildModel, judge, prepareData, trainModel } from './experiment.js';
import { planRuns, type PlannedRun } from './plan.js';
import { benchmarkRecord, runRecord, sizeResult, type SweepContext } from './record.js';

export interface SweepWatch {
  /** A training begins, goes on (several times a second), ends. */
  readonly onStart?: (planned: PlannedRun) => void;
  readonly onEpoch?: (progress: Readonly<EpochProgress>) => void;
  readonly onEnd?: (planned: PlannedRun, seconds: number, testR2: number) => void;
  /** Called, and awaited, with the record of all counted runs so far after each of them. */
  readonly onRecord: (record: BenchmarkRecord) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Makes all planned trainings and returns the whole record.
 * @param earlier what an earlier part of the same sweep left, of which this is the rest
 * @throws whatever a training or `onRecord` throws, or the signal's reason; what `onRecord` has received stands.
 */
export async function runSweep(context: SweepContext, watch: SweepWatch, earlier?: BenchmarkRecord): Promise<BenchmarkRecord> {
  const { settings } = context;
  const startMs = performance.now();
  const results = new Map((earlier?.results ?? []).map((result) => [result.dataset_size, result]));
  const coldSeconds = new Map<number, number>();
  const prepared = new Map<number, PreparedRows>();
  const snapshot = (): BenchmarkRecord => {
    const seconds = (earlier?.total_benchmark_time_seconds ?? 0) + (performance.now() - startMs) / 1000;
    return benchmarkRecord(context, settings.sizes.flatMap((size) => results.get(size) ?? []), seconds);
  };

  for (const planned of planRuns(settings, earlier?.results)) {
    const { datasetSize, run, cold } = planned;
    const seed = settings.seed + run - 1;
    const data = prepared.get(datasetSize) ?? prepareData(datasetSize, settings);
    prepared.set(datasetSize, data);
    watch.onStart?.(planned);
    const measured = await measureRun(
      {
        setup: () => buildModel(data, settings, seed),
        task: (engine) => trainModel(engine, settings, seed, watch),
      },
      { run, cold },
      { signal: watch.signal },
    );
    const judgement = judge(measured.value, data);
    watch.onEnd?.(planned, measured.elapsedSeconds, judgement.accuracies.test_r2);

    if (cold) {
      coldSeconds.set(datasetSize, measured.elapsedSeconds);
      continue;
    }
    const before = results.get(datasetSize);
    const runs = [...(before?.individual_runs ?? []), runRecord(planned, seed, measured, judgement)];
    results.set(
      datasetSize,
      sizeResult({
        datasetSize,
        // A sweep that is resumed with a cold run of this size keeps the time of its first one.
        coldSeconds: before === undefined ? (coldSeconds.get(datasetSize) ?? null) : before.cold_training_time_seconds,
        runs: runs.sort((a, b) => a.run - b.run),
        epochs: settings.epochs,
      }),
    );
    await watch.onRecord(snapshot());
  }
  return snapshot();
}
