/** How much timings differ that should not: what a change must exceed to be called one. */
import type { BothTimes } from './timings.js';

/**
 * The floor in standard errors of the difference of two means, were each stretch one run. Test and interval take
 * stretches as independent, which they are not where a phase outlasts one; the floor does not depend on it.
 */
const FLOOR_STANDARD_ERRORS = 1.25;

/** A machine's own doing is below it: twofold. Phases seen reached 1.5, single runs 1.8. */
const BEYOND_DRIFT = 2;
/** So that one stalled run is not taken for a change. */
const LEAST_RUNS_BEYOND_DRIFT = 3;

/** @param spread of single runs, in logarithms; the floor is a log ratio too */
export function noiseFloor(spread: number | null, [baseCount, nextCount]: readonly [number, number]): number | null {
  return spread === null ? null : FLOOR_STANDARD_ERRORS * spread * Math.sqrt(1 / baseCount + 1 / nextCount);
}

/**
 * The standard deviation of single runs' log times about the mean of their size and sweep, pooled over all sizes and
 * both sweeps. Null if no size has two runs on a side.
 */
export function spreadOfRuns(sizes: readonly BothTimes[]): number | null {
  const cells = sizes.flatMap(({ base, next }) => [base, next]);
  const squares = cells.flatMap((seconds) => {
    const logs = seconds.map(Math.log);
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    return logs.map((log) => (log - mean) ** 2);
  });
  const degreesOfFreedom = squares.length - cells.length;
  return degreesOfFreedom === 0 ? null : Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / degreesOfFreedom);
}

/**
 * Whether at every size the slowest run of one sweep was less than half as slow as the fastest of the other, the same
 * one throughout, with at least three runs a side: then there is a change, however few or short the runs.
 */
export function areBeyondDrift(sizes: readonly BothTimes[]): boolean {
  const runCount = (side: keyof BothTimes): number => sizes.reduce((sum, size) => sum + size[side].length, 0);
  const isTwice = (slow: readonly number[], fast: readonly number[]): boolean =>
    Math.min(...slow) > BEYOND_DRIFT * Math.max(...fast);
  return (
    Math.min(runCount('base'), runCount('next')) >= LEAST_RUNS_BEYOND_DRIFT &&
    (sizes.every(({ base, next }) => isTwice(next, base)) || sizes.every(({ base, next }) => isTwice(base, next)))
  );
}
