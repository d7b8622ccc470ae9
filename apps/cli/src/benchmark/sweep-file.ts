/** Runs a sweep from its start to its result file, with progress on stderr, and says how it ended. */
import { ExitError, writeBenchmarkRecord, type BenchmarkRecord } from '@fived/records';
import { interrupted } from '../interrupt.js';
import { progress as stream, tell } from '../terminal.js';
import { counted, grouped, nameList } from '../text.js';
import type { SweepContext } from './benchmark-record.js';
import { runCounts } from './earlier-sweep.js';
import { createProgress } from './sweep-progress.js';
import { runSideBySide, runSweep, type FailedRun } from './sweep.js';
import { planRuns, type PlannedRun } from './sweep-plan.js';

/** Where a sweep starts: from nothing, or from what `--resume` found. */
export interface SweepStart {
  readonly context: SweepContext;
  readonly earlier?: BenchmarkRecord;
}

interface SweepEnd {
  /** The last record, also when the signal ended the sweep; undefined if no run was finished. */
  readonly latest?: BenchmarkRecord;
  /** Runs that failed while others went on. */
  readonly failures: readonly FailedRun[];
}

/** Says on stderr what is going to be done. */
function announce({ settings }: SweepContext, plan: readonly PlannedRun[]): void {
  const cold = plan.filter((planned) => planned.cold).length;
  const { sizes, runs, epochs, engine, wide, jobs = 1, threads = 1 } = settings;
  const sideBySide = jobs > 1 ? `, ${jobs} at a time: their times say nothing of speed` : '';
  const onThreads = threads > 1 ? `, on ${threads} threads` : '';
  const how = `${epochs} epochs with the ${engine} engine${wide ? ', wide' : ''}${onThreads}${sideBySide}`;
  const counted = plan.length - cold;
  const all = sizes.length * runs;
  const ofThemCold = cold > 0 ? ` (${cold} of them cold)` : '';
  tell(
    counted < all
      ? `Resuming: ${all - counted} of ${all} runs are there` +
          `${counted > 0 ? `; training ${plan.length} times${ofThemCold}, ${how}` : ''}.`
      : `Training ${plan.length} times (${sizes.length} sizes, ` +
          `${runs} runs${cold > 0 ? ' and a cold one' : ''} each), ${how}.`,
  );
}

/**
 * Trains what is left to train, and writes the record to `resultFile` after every run. Throws what ends a sweep, except
 * the signal's reason.
 */
export async function sweepInto(
  resultFile: string,
  { context, earlier }: SweepStart,
  signal: AbortSignal,
): Promise<SweepEnd> {
  const { settings } = context;
  const plan = planRuns(settings, earlier?.results);
  announce(context, plan);
  const progress = createProgress(plan, settings, stream);
  let latest = earlier;
  let failures: readonly FailedRun[] = [];
  const onRecord = async (record: BenchmarkRecord): Promise<void> => {
    await writeBenchmarkRecord(resultFile, record);
    latest = record;
  };
  const watch = { ...progress, onRecord, signal };
  try {
    if ((settings.jobs ?? 1) === 1) await runSweep(context, watch, earlier);
    else failures = await runSideBySide(context, watch, earlier);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.clear();
  }
  return { latest, failures };
}

const FAILED = 1;

/** Names a run as the record would, so that a reader can repeat it. */
const nameOf = ({ planned: { datasetSize, run }, seed }: FailedRun): string =>
  `n = ${grouped(datasetSize)} run ${run} seed ${seed}`;

/** The error with which the command ends; undefined if all runs are there. */
export function endingError({ latest, failures }: SweepEnd): ExitError | undefined {
  if (latest === undefined) {
    return failures.length === 0
      ? interrupted(' before the first run was finished; nothing was written.')
      : new ExitError(
          FAILED,
          'fived: no run was finished, and nothing was written; ' +
            `${nameOf(failures[0])} failed: ${failures[0].error.message}`,
        );
  }
  const { done, asked } = runCounts(latest);
  if (done === asked) return undefined;
  if (done + failures.length < asked)
    return interrupted(`; ${done} of ${asked} runs are saved. --resume goes on with them.`);
  return new ExitError(
    FAILED,
    `fived: ${counted(failures.length, 'run')} failed (${nameList(failures.map(nameOf))}); ` +
      `${done} of ${asked} runs are saved. --resume tries again.`,
  );
}
