/**
 * Progress of a fit on stderr: one line that is rewritten on a terminal, a plain line now and then elsewhere.
 * No colours, so there is nothing to turn off.
 */
import type { FitProgress } from '@fived/interpolator';
import { formatDuration, type ProgressStream } from '../benchmark/progress.js';

export interface FitDisplay {
  /** `epochsRun`: of all networks so far. */
  onEpoch(progress: FitProgress, epochsRun: number): void;
  /** Removes the live line, if there is one. */
  clear(): void;
}

/** Between two plain lines. */
const PLAIN_EVERY_MS = 5000;
const DEFAULT_COLUMNS = 80;

const loss = (value: number): string => value.toExponential(2);

/**
 * @param epochs the most of each network; the time left is estimated as if all of them were run
 * @param nowMs a monotonic clock
 */
export function createFitDisplay(epochs: number, stream: ProgressStream, nowMs: () => number = () => performance.now()): FitDisplay {
  const live = stream.isTTY === true;
  const startMs = nowMs();
  let shownMs = startMs;

  const lineOf = ({ member, members, epoch, trainLoss, validationLoss }: FitProgress, epochsRun: number): string => {
    const which = members > 1 ? `network ${member + 1}/${members}, ` : '';
    const epochsLeft = (members - member) * epochs - epoch;
    const left = epochsLeft > 0 ? ` | about ${formatDuration(((nowMs() - startMs) / 1000 / epochsRun) * epochsLeft)} left` : '';
    return `${which}epoch ${epoch}/${epochs} | loss ${loss(trainLoss)}, validation ${loss(validationLoss)}${left}`;
  };

  return {
    onEpoch(progress, epochsRun) {
      if (live) {
        stream.write(`\r\u001b[K${lineOf(progress, epochsRun).slice(0, (stream.columns ?? DEFAULT_COLUMNS) - 1)}`);
      } else if (nowMs() - shownMs >= PLAIN_EVERY_MS) {
        shownMs = nowMs();
        stream.write(`${lineOf(progress, epochsRun)}\n`);
      }
    },
    clear() {
      if (live) stream.write('\r\u001b[K');
    },
  };
}
