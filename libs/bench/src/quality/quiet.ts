/** Whether other programs use the processors, and waiting until they stop. */
import { setTimeout as sleepMs } from 'node:timers/promises';
import { coresInUse, readProcessors, type ProcessorReading } from '../environment/processor-use.js';

/**
 * More than this is not quiet: a quarter of a core, or 4% of all cores if that is more. An idle desktop uses 1 to 3% of
 * its cores (windows, a browser, indexing), and the counters' steps of about 10 ms are 2% of a core in half a second. A
 * program that keeps one core busy is noticed on up to 24 cores; with more there is enough room beside it. Our own
 * process hardly counts: it sleeps between the readings, and uses 0.001 to 0.04 of a core.
 */
const QUIET_CORES = 0.25;
const QUIET_SHARE = 0.04;

const CHECK_MS = 500;
export const MOST_WAIT_SECONDS = 10;

export function isBusy(busyCores: number, cores: number): boolean {
  return busyCores > Math.max(QUIET_CORES, QUIET_SHARE * cores);
}

/** "1.4 of 2 cores". */
export function coresText(busyCores: number, cores: number): string {
  return `${busyCores.toFixed(1)} of ${cores} ${cores === 1 ? 'core' : 'cores'}`;
}

export interface QuietOptions {
  /** Called once, before any waiting, with how many cores are in use. */
  readonly onWait?: (busyCores: number, cores: number) => void;
  /** Aborting it ends the waiting with an error. */
  readonly signal?: AbortSignal;
  readonly read?: () => ProcessorReading;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/**
 * Measures for half a second, while the caller does nothing else, and returns how many cores are in use; null if the
 * system does not report it. If they are not quiet, it first waits until they are, for at most ten seconds.
 * @throws the abortion's reason
 */
export async function waitForQuiet({
  onWait,
  signal,
  read = readProcessors,
  sleep = (ms, abort) => sleepMs(ms, undefined, { signal: abort }),
}: QuietOptions = {}): Promise<number | null> {
  let before = read();
  // By the clock, since on a busy machine each sleep takes longer than requested.
  let waitingSince: number | undefined;
  for (;;) {
    await sleep(CHECK_MS, signal);
    const now = read();
    const busyCores = coresInUse(before, now);
    if (busyCores === null || !isBusy(busyCores, now.cores)) return busyCores;
    if (waitingSince === undefined) {
      onWait?.(busyCores, now.cores);
      waitingSince = now.atSeconds;
    } else if (now.atSeconds - waitingSince >= MOST_WAIT_SECONDS) return busyCores;
    before = now;
  }
}
