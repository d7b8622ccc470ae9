/**
 * Progress over the rows of a file on stderr: a terminal gets one line that is rewritten, other outputs get a plain
 * line now and then. No colours, so there is nothing to turn off.
 */
import { createLiveLines, formatDuration, type ProgressStream } from '../progress.js';
import { counted } from '../text.js';

export interface RowDisplay {
  /** @param share the part of the file that has been read, from 0 to 1; undefined if it is unknown */
  onRows(rowCount: number, share: number | undefined): void;
  /** Removes the live line, if there is one. */
  clear(): void;
}

const LIVE_EVERY_MS = 200;
/** The time between two plain lines. */
const PLAIN_EVERY_MS = 5000;

/** @param nowMs a monotonic clock */
export function createRowDisplay(stream: ProgressStream, nowMs: () => number = () => performance.now()): RowDisplay {
  const live = createLiveLines(stream);
  const startMs = nowMs();
  let shownMs = startMs;

  const lineOf = (rowCount: number, share: number | undefined): string => {
    if (share === undefined) return counted(rowCount, 'row');
    const left =
      share > 0 && share < 1
        ? `, about ${formatDuration(((nowMs() - startMs) / 1000 / share) * (1 - share))} left`
        : '';
    return `${counted(rowCount, 'row')} | ${Math.floor(100 * share)}%${left}`;
  };

  return {
    onRows(rowCount, share) {
      if (nowMs() - shownMs < (live === undefined ? PLAIN_EVERY_MS : LIVE_EVERY_MS)) return;
      shownMs = nowMs();
      const line = lineOf(rowCount, share);
      if (live === undefined) stream.write(`${line}\n`);
      else live.show([line]);
    },
    clear: () => live?.clear(),
  };
}

/** Shows no progress. It is for results that are lines on the terminal themselves. */
export const noRowDisplay: RowDisplay = { onRows: () => undefined, clear: () => undefined };
