/**
 * The sweep: makes every planned training, and hands over the record after every counted one. One by one, or several at
 * a time, each on a thread of its own with its own engine. `makeRun` is one of them, from its rows to its place in the
 * record, on any thread.
 *
 * The results are the same to the bit either way. The times are not: trainings side by side share caches, memory and
 * clock. So there are no cold runs then.
 */
import { measureRun } from '@fived/bench';
import type { PreparedRows } from '@fived/data';
import type { EpochProgress } from '@fived/nn';
import type { BenchmarkRecord, Run } from '@fived/records';
import { growingRecord, type SweepContext } from './benchmark-record.js';
import { buildModel, judge, prepareData, trainModel, type TrainingWatch } from './experiment.js';
import type { TrainingSettings } from './training-settings.js';
import { planRuns, type PlannedRun } from './sweep-plan.js';
import { runJobs } from '../workers/pool.js';

/** The seed of a run's model. Runs count from 1. */
function runSeed({ seed }: Pick<TrainingSettings, 'seed'>, run: number): number {
  return seed + run - 1;
}

/** One run as it stands in the record. Throws what the training throws, or the signal's reason. */
export async function makeRun(
  planned: PlannedRun,
  data: PreparedRows,
  settings: TrainingSettings,
  watch: TrainingWatch = {},
): Promise<Run> {
  const seed = runSeed(settings, planned.run);
  const measured = await measureRun(
    {
      setup: () => buildModel(data, settings, seed),
      task: (engine) => trainModel(engine, settings, seed, watch),
    },
    planned,
    { signal: watch.signal },
  );
  const outcome = judge(measured.value, data);
  measured.value.engine.close?.();
  return {
    dataset_size: planned.datasetSize,
    run: planned.run,
    seed,
    position: planned.position,
    training_time_seconds: measured.elapsedSeconds,
    model_setup_seconds: measured.setupSeconds,
    ...outcome,
  };
}

interface SweepWatch {
  /** Called when a training begins, several times a second while it runs, and when its run is in the record. */
  readonly onStart?: (planned: PlannedRun) => void;
  readonly onEpoch?: (planned: PlannedRun, progress: Readonly<EpochProgress>) => void;
  readonly onEnd?: (planned: PlannedRun, seconds: number, testR2: number) => void;
  /** Called, and awaited, after each counted run and before its `onEnd`, with the record of all of them so far. */
  readonly onRecord: (record: BenchmarkRecord) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Makes all planned trainings and returns the whole record.
 * @param earlier what an earlier part of the same sweep left
 * @throws whatever a training or `onRecord` throws, or the signal's reason; the records that `onRecord` has received
 * are valid
 */
export async function runSweep(
  context: SweepContext,
  watch: SweepWatch,
  earlier?: BenchmarkRecord,
): Promise<BenchmarkRecord> {
  const { settings } = context;
  const record = growingRecord(context, earlier);
  const coldSeconds = new Map<number, number>();
  const prepared = new Map<number, PreparedRows>();

  for (const planned of planRuns(settings, earlier?.results)) {
    const { datasetSize, cold } = planned;
    const data = prepared.get(datasetSize) ?? prepareData(datasetSize, settings);
    prepared.set(datasetSize, data);
    watch.onStart?.(planned);
    const run = await makeRun(planned, data, settings, {
      onEpoch: (progress) => watch.onEpoch?.(planned, progress),
      signal: watch.signal,
    });
    if (cold) {
      coldSeconds.set(datasetSize, run.training_time_seconds);
    } else {
      record.add(planned, run, coldSeconds.get(datasetSize));
      await watch.onRecord(record.snapshot());
    }
    watch.onEnd?.(planned, run.training_time_seconds, run.test_r2);
  }
  return record.snapshot();
}

/** A job has all that a thread needs: the thread makes the rows itself. */
export interface SweepPool {
  readonly job: { readonly planned: PlannedRun; readonly settings: TrainingSettings };
  readonly result: Run;
  readonly progress: Readonly<EpochProgress>;
}

export interface FailedRun {
  readonly planned: PlannedRun;
  readonly seed: number;
  readonly error: Error;
}

interface SideBySideWatch extends SweepWatch {
  readonly onFail?: (failed: FailedRun) => void;
}

// The same relative path from `src` and from `dist`: Node 20 loads no TypeScript.
const sweepWorker = new URL('../../dist/benchmark/sweep-worker.js', import.meta.url);

/**
 * Makes all planned trainings and returns those that failed, in the order of the plan. The signal ends it early.
 * @param earlier what an earlier part of the same sweep left
 * @param module what the threads run
 * @throws what `onRecord` throws; the records that it has received are valid
 */
export async function runSideBySide(
  context: SweepContext,
  { onStart, onEpoch, onEnd, onFail, onRecord, signal }: SideBySideWatch,
  earlier?: BenchmarkRecord,
  module = sweepWorker,
): Promise<readonly FailedRun[]> {
  const { settings } = context;
  const record = growingRecord(context, earlier);
  const plan = planRuns(settings, earlier?.results);
  const jobs = longestFirst(plan).map((planned): SweepPool['job'] => ({ planned, settings }));
  let recorded = Promise.resolve();

  const failures = new Map<PlannedRun, FailedRun>();
  await runJobs<SweepPool>(jobs, {
    module,
    workers: settings.jobs ?? 1,
    signal,
    onStart: ({ planned }) => onStart?.(planned),
    onProgress: ({ planned }, progress) => onEpoch?.(planned, progress),
    onEnd: async ({ planned }, outcome) => {
      // One at a time, in the order in which they end: a later record has everything that an earlier one has.
      recorded = recorded.then(async () => {
        if (outcome.state === 'failed') {
          const failed = { planned, seed: runSeed(settings, planned.run), error: outcome.error };
          failures.set(planned, failed);
          onFail?.(failed);
          return;
        }
        const { result } = outcome;
        record.add(planned, result);
        await onRecord(record.snapshot());
        onEnd?.(planned, result.training_time_seconds, result.test_r2);
      });
      await recorded;
    },
  });
  return plan.flatMap((planned) => failures.get(planned) ?? []);
}

/**
 * Longest first, so that no thread begins a long training when the others have nothing left to do. Equally long ones
 * keep the plan's order.
 */
const longestFirst = (plan: readonly PlannedRun[]): readonly PlannedRun[] =>
  [...plan].sort((a, b) => b.datasetSize - a.datasetSize);
