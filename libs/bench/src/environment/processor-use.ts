/** How many cores are in use now, from the system's counters at two readings. */
import os from 'node:os';
import { systemClock } from '../clock.js';

export interface ProcessorReading {
  /** The number of logical cores; 0 if the system reports none. */
  readonly cores: number;
  /** Time that all cores together have spent on programs since the system's start. */
  readonly busySeconds: number;
  /** The same, plus their idle time. */
  readonly countedSeconds: number;
  /** On a monotonic clock. */
  readonly atSeconds: number;
}

/** Interrupts belong to no program. Windows also counts them under `sys`. */
export function readProcessors(): ProcessorReading {
  const cpus = os.cpus();
  let busyMs = 0;
  let idleMs = 0;
  for (const { times } of cpus) {
    busyMs += times.user + times.nice + times.sys;
    idleMs += times.idle;
  }
  return {
    cores: cpus.length,
    busySeconds: busyMs / 1e3,
    countedSeconds: (busyMs + idleMs) / 1e3,
    atSeconds: Number(systemClock.nowNs()) / 1e9,
  };
}

/**
 * The average number of cores in use between two readings. Null means unknown: some containers show no cores, or
 * counters that stand still.
 *
 * The busy time is divided by the clock time, not by the counted time. Linux counts a core that waits for a disk as
 * neither busy nor idle. So right after a build, while files are still being written, the core would seem to be at
 * work.
 */
export function coresInUse(before: ProcessorReading, after: ProcessorReading): number | null {
  const seconds = after.atSeconds - before.atSeconds;
  const isTold = after.cores > 0 && after.cores === before.cores && after.countedSeconds > before.countedSeconds;
  if (!isTold || seconds <= 0) return null;
  // Counters advance in steps of about 10 ms, one core at a time, so the quotient may be slightly too large.
  return Math.min(after.cores, Math.max(0, (after.busySeconds - before.busySeconds) / seconds));
}
