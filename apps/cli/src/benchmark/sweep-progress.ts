/**
 * Progress on stderr. A terminal gets one line that is rewritten, or one for each of several trainings at a time; other
 * outputs get one line for each finished training. No colours, so there is nothing to turn off.
 */
import type { EpochProgress } from '@fived/nn';
import { createLiveLines, formatDuration, type ProgressStream } from '../progress.js';
import type { PlannedRun } from './sweep-plan.js';
import type { FailedRun } from './sweep.js';
import { grouped } from '../text.js';

const runName = ({ datasetSize, run, cold }: PlannedRun, runs: number): string =>
  `n = ${grouped(datasetSize)}, ${cold ? 'cold run (not counted)' : `run ${run} of ${runs}`}`;

/**
 * @param plan all trainings; the time left is estimated from the work done so far, in sample-epochs
 * @param nowMs a monotonic clock
 */
export function createProgress(
  plan: readonly PlannedRun[],
  { runs, epochs }: { readonly runs: number; readonly epochs: number },
  stream: ProgressStream,
  nowMs: () => number = () => performance.now(),
) {
  const live = createLiveLines(stream);
  const allWork = plan.reduce((sum, { datasetSize }) => sum + datasetSize, 0);
  let doneWork = 0;
  let doneRuns = 0;
  let startMs: number | undefined;
  /** The trainings under way, in the order of their starts. */
  const current = new Map<PlannedRun, Readonly<EpochProgress> | undefined>();

  const timeLeft = (work: number): string => {
    if (startMs === undefined || work === 0) return '';
    const spentSeconds = (nowMs() - startMs) / 1000;
    return `, about ${formatDuration((spentSeconds / work) * (allWork - work))} left`;
  };
  const lineOf = (planned: PlannedRun, progress: Readonly<EpochProgress> | undefined): string => {
    if (progress === undefined) return runName(planned, runs);
    const { epoch, trainLoss, validationLoss } = progress;
    return (
      `${runName(planned, runs)}, epoch ${epoch}/${epochs}, loss ${trainLoss.toExponential(2)}, ` +
      `validation ${validationLoss.toExponential(2)}`
    );
  };
  const workOf = ([{ datasetSize }, progress]: readonly [PlannedRun, Readonly<EpochProgress> | undefined]): number =>
    (datasetSize * (progress?.epoch ?? 0)) / epochs;
  /** A plain line that stays. */
  const leave = (planned: PlannedRun, what: string): void => {
    doneWork += planned.datasetSize;
    doneRuns++;
    current.delete(planned);
    live?.clear();
    const left = doneRuns < plan.length ? timeLeft(doneWork) : '';
    stream.write(`${what} (${doneRuns} of ${plan.length}${left})\n`);
  };

  return {
    /** Removes the live lines, if there are any. */
    clear: () => live?.clear(),
    onStart(planned: PlannedRun): void {
      startMs ??= nowMs();
      current.set(planned, undefined);
    },
    onEpoch(planned: PlannedRun, progress: Readonly<EpochProgress>): void {
      if (live === undefined) return;
      current.set(planned, progress);
      const work = [...current].reduce((sum, training) => sum + workOf(training), doneWork);
      const lines = [...current].map((training) => lineOf(...training));
      live.show([`${lines[0]} | ${Math.floor((100 * work) / allWork)}%${timeLeft(work)}`, ...lines.slice(1)]);
    },
    onEnd(planned: PlannedRun, seconds: number, testR2: number): void {
      leave(planned, `${runName(planned, runs)}: ${seconds.toFixed(3)} s, test R² ${testR2.toFixed(4)}`);
    },
    onFail({ planned, seed, error }: FailedRun): void {
      leave(planned, `${runName(planned, runs)}, seed ${seed}, failed: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}`);
    },
  };
}
