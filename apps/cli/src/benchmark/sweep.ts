/** The sweep: makes every planned training, one by one, and hands over the record after every counted one. */
import type { PreparedRows } from '@fived/data';
import type { EpochProgress } from '@fived/nn';
import type { BenchmarkRecord } from '@fived/records';
import { prepareData } from './experiment.js';
import { growingRecord } from './growing-record.js';
import { makeRun } from './make-run.js';
import { planRuns, type PlannedRun } from './plan.js';
import type { SweepContext } from './record.js';

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
