/**
 * Progress on stderr: one line that is rewritten on a terminal, one line a finished training elsewhere.
 * No colours, so there is nothing to turn off.
 */
import type { EpochProgress } from '@fived/nn';
import type { PlannedRun } from './plan.js';

/** The part of a stream that is needed here. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  onStart(planned: PlannedRun): void;
  onEpoch(progress: Readonly<EpochProgress>): void;
  onEnd(planned: PlannedRun, seconds: number, testR2: number): void;
  /** Removes the live line, if there is one. */
  clear(): void;
}

const grouped = (value: number): string => value.toLocaleString('en-US');

/** 75 -> "1 min 15 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

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
): Progress {
  const live = stream.isTTY === true;
  const allWork = plan.reduce((sum, { datasetSize }) => sum + datasetSize, 0);
  let doneWork = 0;
  let doneRuns = 0;
  let startMs: number | undefined;
  let current: PlannedRun | undefined;

  const timeLeft = (work: number): string => {
    if (startMs === undefined || work === 0) return '';
    const spentSeconds = (nowMs() - startMs) / 1000;
    return `, about ${formatDuration((spentSeconds / work) * (allWork - work))} left`;
  };
  const clear = (): void => {
    if (live) stream.write('\r\u001b[K');
  };

  return {
    clear,
    onStart(planned) {
      startMs ??= nowMs();
      current = planned;
    },
    onEpoch({ epoch, trainLoss, validationLoss }) {
      if (!live || current === undefined) return;
      const work = doneWork + (current.datasetSize * epoch) / epochs;
      const percent = Math.floor((100 * work) / allWork);
      const line =
        `${runName(current, runs)}, epoch ${epoch}/${epochs}, loss ${trainLoss.toExponential(2)}, ` +
        `validation ${validationLoss.toExponential(2)} | ${percent}%${timeLeft(work)}`;
      stream.write(`\r\u001b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    onEnd(planned, seconds, testR2) {
      doneWork += planned.datasetSize;
      doneRuns++;
      clear();
      const left = doneRuns < plan.length ? timeLeft(doneWork) : '';
      stream.write(`${runName(planned, runs)}: ${seconds.toFixed(3)} s, test R² ${testR2.toFixed(4)} (${doneRuns} of ${plan.length}${left})\n`);
    },
  };
}
