/**
 * The sweep: makes every planned training, one by one, and hands over the record after every counted one. `makeRun` is
 * one of them, from its rows to its place in the record, on any thread.
 */
import { measureRun } from '@fived/bench';
import type { PreparedRows } from '@fived/data';
import type { EpochProgress } from '@fived/nn';
import type { BenchmarkRecord, Run } from '@fived/records';
import { growingRecord, runRecord, type SweepContext } from './benchmark-record.js';
import { buildModel, judge, prepareData, trainModel, type TrainingWatch } from './experiment.js';
import type { TrainingSettings } from './training-settings.js';
import { planRuns, type PlannedRun } from './sweep-plan.js';

/** The seed of a run's model. Runs count from 1. */
export function runSeed({ seed }: Pick<TrainingSettings, 'seed'>, run: number): number {
  return seed + run - 1;
}

/** Throws what the training throws, or the signal's reason. */
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
  const judgement = judge(measured.value, data);
  measured.value.engine.close?.();
  return runRecord(planned, seed, measured, judgement);
}

export interface SweepWatch {
  /** Called when a training begins, several times a second while it runs, and when it ends. */
  readonly onStart?: (planned: PlannedRun) => void;
  readonly onEpoch?: (planned: PlannedRun, progress: Readonly<EpochProgress>) => void;
  readonly onEnd?: (planned: PlannedRun, seconds: number, testR2: number) => void;
  /** Called, and awaited, after each counted run, with the record of all of them so far. */
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
    watch.onEnd?.(planned, run.training_time_seconds, run.test_r2);

    if (cold) {
      coldSeconds.set(datasetSize, run.training_time_seconds);
      continue;
    }
    record.add(planned, run, coldSeconds.get(datasetSize));
    await watch.onRecord(record.snapshot());
  }
  return record.snapshot();
}
