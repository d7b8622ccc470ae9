/**
 * The sweep with several trainings at a time, each on a thread of its own with its own engine.
 *
 * The results are those of trainings one by one, to the bit. The times are not: the trainings share caches, memory and
 * clock. So there are no cold runs either.
 */
import type { EpochProgress } from '@fived/nn';
import type { BenchmarkRecord, Run } from '@fived/records';
import { runJobs } from '../workers/pool.js';
import { growingRecord, type SweepContext } from './benchmark-record.js';
import { runSeed, type SweepWatch } from './sweep.js';
import { planRuns, type PlannedRun } from './sweep-plan.js';
import type { TrainingSettings } from './training-settings.js';

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

export interface SideBySideWatch extends SweepWatch {
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
      if (outcome.state === 'failed') {
        const failed = { planned, seed: runSeed(settings, planned.run), error: outcome.error };
        failures.set(planned, failed);
        onFail?.(failed);
        return;
      }
      const { result } = outcome;
      onEnd?.(planned, result.training_time_seconds, result.test_r2);
      record.add(planned, result);
      // One record at a time; a later one has everything that an earlier one has.
      recorded = recorded.then(() => onRecord(record.snapshot()));
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
