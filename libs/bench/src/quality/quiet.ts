/** Whether other programs use the processors, and waiting until they do not. */
import { setTimeout as sleepMs } from 'node:timers/promises';
import { coresInUse, readProcessors, type ProcessorReading } from '../environment/processor-use.js';

/**
 * More than this is not quiet: a quarter of a core, or 4% of all where that is more. An idle desktop shows 1 to 3% of
 * its cores (windows, a browser, indexing), and the counters' steps of some 10 ms are 2% of a core in half a second. A
 * program that keeps one core busy is seen on up to 24 cores; with more there is room enough beside it. Our own process
 * hardly counts: it sleeps between the readings, and takes 0.001 to 0.04 of a core.
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
  /** Told once, before any waiting, how many of the cores are in use. */
  readonly onWait?: (busyCores: number, cores: number) => void;
  /** Aborting it ends the waiting with an error. */
  readonly signal?: AbortSignal;
  readonly read?: () => ProcessorReading;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/**
 * Looks for half a second, while the caller does nothing else, and returns how many cores are in use; null if the
 * system does not tell. If they are not quiet it first waits until they are, ten seconds at most.
 * @throws the abortion's reason
 */
export async function waitForQuiet({
  onWait,
  signal,
  read = readProcessors,
  sleep = (ms, abort) => sleepMs(ms, undefined, { signal: abort }),
}: QuietOptions = {}): Promise<number | null> {
  let before = read();
  // By the clock, since each sleep is longer than asked for on a machine with much to do.
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
