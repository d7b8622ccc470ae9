/** How many cores are in use right now: what the system counted between two readings. */
import os from 'node:os';
import { systemClock } from '../clock.js';

export interface ProcessorReading {
  /** Logical ones; 0 where the system tells of none. */
  readonly cores: number;
  /** What all cores together have spent on programs since the system's start. */
  readonly busySeconds: number;
  /** The same, with what they were idle. */
  readonly countedSeconds: number;
  /** On a clock that only goes forward. */
  readonly atSeconds: number;
}

/** Interrupts are no program's; Windows counts them under `sys` besides. */
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
 * Cores in use between two readings, on average. Null is "unknown": some containers show no cores, or counters that
 * stand still.
 *
 * The busy time is divided by the time on the clock, not by the counted time: Linux counts a core that waits for a disk
 * as neither busy nor idle, and right after a build, while files are still being written, it would seem to be at work.
 */
export function coresInUse(before: ProcessorReading, after: ProcessorReading): number | null {
  const seconds = after.atSeconds - before.atSeconds;
  const isTold = after.cores > 0 && after.cores === before.cores && after.countedSeconds > before.countedSeconds;
  if (!isTold || seconds <= 0) return null;
  // Counters advance in steps of some 10 ms, a core at a time, so that the quotient may be a little too large.
  return Math.min(after.cores, Math.max(0, (after.busySeconds - before.busySeconds) / seconds));
}
