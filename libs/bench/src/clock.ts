/**
 * The clock that times everything here, and how fine it is.
 *
 * `process.hrtime.bigint()` is monotonic, so no time server can move it during a run, and counts whole nanoseconds, so
 * the difference of two readings is exact. `performance.now()` reads the same clock, but as a fraction of a
 * millisecond.
 */

export interface Clock {
  /** What a record says was used. */
  readonly name: string;
  /** Nanoseconds since any fixed moment; never falls. */
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
// A clock that ticks every 15.6 ms, the coarsest in use, shows a step well within these.
const readingsAtMost = 2_000_000;

/**
 * The smallest step seen between readings of the clock, in nanoseconds. On a fine clock this is the cost of one
 * reading, so it bounds the resolution from above: no shorter time can be told from zero.
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
