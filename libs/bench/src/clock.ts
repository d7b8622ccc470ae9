/**
 * The clock for all timings here, and its resolution.
 *
 * `process.hrtime.bigint()` is monotonic, so no time server can move it during a run. It counts whole nanoseconds, so
 * the difference of two readings is exact. `performance.now()` reads the same clock, but as a fraction of a
 * millisecond.
 */

export interface Clock {
  /** The clock's name in a record. */
  readonly name: string;
  /** Nanoseconds since a fixed moment. Never decreases. */
  readonly nowNs: () => bigint;
}

export const systemClock: Clock = {
  name: 'process.hrtime.bigint',
  nowNs: () => process.hrtime.bigint(),
};

export function secondsBetween(startNs: bigint, endNs: bigint): number {
  return Number(endNs - startNs) / 1e9;
}

const stepsToObserve = 10_000;
// The coarsest clock in use ticks every 15.6 ms, and shows a step well within these.
const readingsAtMost = 2_000_000;

/**
 * The smallest step seen between readings of the clock, in nanoseconds. On a fine clock this is the cost of one
 * reading. So it is an upper bound of the resolution: a shorter time cannot be distinguished from zero.
 * @throws Error if the clock did not advance at all.
 */
export function clockResolutionNs(clock: Clock = systemClock): number {
  let smallest = Infinity;
  let last = clock.nowNs();
  for (let readings = 0, steps = 0; readings < readingsAtMost && steps < stepsToObserve; readings++) {
    const now = clock.nowNs();
    if (now === last) continue;
    smallest = Math.min(smallest, Number(now - last));
    steps++;
    last = now;
  }
  if (smallest === Infinity) throw new Error(`the clock ${clock.name} did not advance in ${readingsAtMost} readings`);
  return smallest;
}
