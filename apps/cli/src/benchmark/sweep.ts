/** The sweep: every size, one uncounted cold run and then the counted ones; the record is written after every run. */
import { measureRun, type RunContext } from '@fived/bench';
import { prepareRows, syntheticRows, type PreparedRows } from '@fived/data';
import type { EpochProgress } from '@fived/nn';
import type { BenchmarkRecord, SizeResult } from '@fived/records';
import { buildModel, judge, trainModel } from './experiment.js';
import { benchmarkRecord, runRecord, sizeResult, type MeasuredSize, type SweepContext } from './record.js';

/** One training of the plan. */
export interface PlannedRun extends RunContext {
  readonly datasetSize: number;
}

export interface SweepWatch {
  /** A training begins, goes on (several times a second), ends. */
  readonly onStart?: (planned: PlannedRun) => void;
  readonly onEpoch?: (progress: Readonly<EpochProgress>) => void;
  readonly onEnd?: (planned: PlannedRun, seconds: number, testR2: number) => void;
  /** Called, and awaited, with the record of all counted runs so far after each of them. */
  readonly onRecord: (record: BenchmarkRecord) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** The trainings in the order in which they are made. */
export function planRuns(sizes: readonly number[], runs: number): readonly PlannedRun[] {
  return sizes.flatMap((datasetSize) => [
    { datasetSize, run: 1, cold: true },
    ...Array.from({ length: runs }, (_, index) => ({ datasetSize, run: index + 1, cold: false })),
  ]);
}

/**
 * Makes all planned trainings and returns the whole record.
 * @throws whatever a training or `onRecord` throws, or the signal's reason; what `onRecord` has received stands.
 */
export async function runSweep(context: SweepContext, watch: SweepWatch): Promise<BenchmarkRecord> {
  const { settings } = context;
  const startMs = performance.now();
  const measured = new Map<number, MeasuredSize>();
  const results = new Map<number, SizeResult>();
  const snapshot = (): BenchmarkRecord =>
    benchmarkRecord(context, [...results.values()], (performance.now() - startMs) / 1000);
  let data: { readonly datasetSize: number; readonly prepared: PreparedRows } | undefined;

  for (const planned of planRuns(settings.sizes, settings.runs)) {
    const { datasetSize, run, cold } = planned;
    const seed = settings.seed + run - 1;
    if (data?.datasetSize !== datasetSize) {
      const rows = syntheticRows({ sampleCount: datasetSize, seed: settings.seed, noise: settings.noise });
      data = { datasetSize, prepared: prepareRows(rows, { seed: settings.seed }) };
    }
    const { prepared } = data;
    watch.onStart?.(planned);
    const record = await measureRun(
      {
        setup: () => buildModel(prepared, settings, seed),
        task: (engine) => trainModel(engine, settings, seed, watch),
      },
      { run, cold },
      { signal: watch.signal },
    );
    const judgement = judge(record.value, prepared);
    watch.onEnd?.(planned, record.elapsedSeconds, judgement.accuracies.test_r2);

    const size = measured.get(datasetSize) ?? { datasetSize, coldSeconds: null, runs: [] };
    measured.set(datasetSize, size);
    if (cold) {
      size.coldSeconds = record.elapsedSeconds;
    } else {
      size.runs.push(runRecord(datasetSize, seed, record, judgement));
      results.set(datasetSize, sizeResult(size, settings.epochs));
      await watch.onRecord(snapshot());
    }
  }
  return snapshot();
}
