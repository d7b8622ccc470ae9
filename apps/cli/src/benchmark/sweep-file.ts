/** A sweep from what there is to its result file, with progress on stderr. */
import { writeBenchmarkRecord, type BenchmarkRecord } from '@fived/records';
import { planRuns, type PlannedRun } from './plan.js';
import { createProgress } from './progress.js';
import type { SweepContext } from './record.js';
import { runSweep } from './sweep.js';

/** What a sweep starts from: nothing, or what `--resume` found. */
export interface SweepStart {
  readonly context: SweepContext;
  readonly earlier?: BenchmarkRecord;
}

/** Says on stderr what is going to be done. */
function announce({ settings }: SweepContext, plan: readonly PlannedRun[]): void {
  const cold = plan.filter((planned) => planned.cold).length;
  const { sizes, runs, epochs, engine, wide } = settings;
  const how = `${epochs} epochs with the ${engine} engine${wide ? ', wide' : ''}`;
  const counted = plan.length - cold;
  const all = sizes.length * runs;
  process.stderr.write(
    counted < all
      ? `Resuming: ${all - counted} of ${all} runs are there${counted > 0 ? `; training ${plan.length} times (${cold} of them cold), ${how}` : ''}.\n`
      : `Training ${plan.length} times (${sizes.length} sizes, ${runs} runs and a cold one each), ${how}.\n`,
  );
}

/**
 * Trains what is left to train; the record after every run goes to `resultFile`. Returns the last record, also when the
 * signal ended the sweep; undefined if no run was finished.
 */
export async function sweepInto(resultFile: string, { context, earlier }: SweepStart, signal: AbortSignal): Promise<BenchmarkRecord | undefined> {
  const plan = planRuns(context.settings, earlier?.results);
  announce(context, plan);
  const progress = createProgress(plan, context.settings, process.stderr);
  let latest = earlier;
  const onRecord = async (record: BenchmarkRecord): Promise<void> => {
    await writeBenchmarkRecord(resultFile, record);
    latest = record;
  };
  try {
    await runSweep(context, { ...progress, onRecord, signal }, earlier);
  } catch (error) {
    progress.clear();
    if (!signal.aborted) throw error;
  }
  return latest;
}
