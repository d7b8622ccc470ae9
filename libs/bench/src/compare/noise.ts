/** How much timings differ when nothing has changed. A change must exceed this. */
import type { SizePair } from './timings.js';

/**
 * The floor in standard errors of the difference of two means, as if each stretch were one run. The test and the
 * interval treat stretches as independent, which is wrong if a phase outlasts one. The floor does not depend on that.
 */
const FLOOR_STANDARD_ERRORS = 1.25;

/**
 * The machine alone changes times by less than this: twofold. The largest factor seen was 1.5 in phases, 1.8 in single
 * runs.
 */
const BEYOND_DRIFT = 2;
/** Otherwise one stalled run could look like a change. */
const LEAST_RUNS_BEYOND_DRIFT = 3;

/** @param spread of single runs, in logarithms; the floor is a log ratio too */
export function noiseFloor(spread: number | null, [baseCount, nextCount]: readonly [number, number]): number | null {
  return spread === null ? null : FLOOR_STANDARD_ERRORS * spread * Math.sqrt(1 / baseCount + 1 / nextCount);
}

/**
 * The standard deviation of single runs' log times about the mean of their size and sweep, pooled over all sizes and
 * both sweeps. Null if no size has two runs on a side.
 */
export function spreadOfRuns(pairs: readonly SizePair[]): number | null {
  const cells = pairs
    .flatMap(({ base, next }) => [base, next])
    .map((runs) => runs.map(({ seconds }) => Math.log(seconds)));
  const squares = cells.flatMap((logs) => {
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    return logs.map((log) => (log - mean) ** 2);
  });
  const degreesOfFreedom = squares.length - cells.length;
  return degreesOfFreedom === 0 ? null : Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / degreesOfFreedom);
}

/**
 * Whether one sweep, the same at every size, was more than twice as slow throughout: its fastest run took more than
 * twice as long as the other's slowest. With at least three runs a side there is then a change, however few or short
 * the runs.
 */
export function areBeyondDrift(pairs: readonly SizePair[]): boolean {
  const runCount = (side: 'base' | 'next'): number => pairs.reduce((sum, pair) => sum + pair[side].length, 0);
  if (Math.min(runCount('base'), runCount('next')) < LEAST_RUNS_BEYOND_DRIFT) return false;
  const extremes = pairs.map(({ base, next }) => {
    const [baseSeconds, nextSeconds] = [base, next].map((runs) => runs.map(({ seconds }) => seconds));
    return {
      slower: Math.min(...nextSeconds) > BEYOND_DRIFT * Math.max(...baseSeconds),
      faster: Math.min(...baseSeconds) > BEYOND_DRIFT * Math.max(...nextSeconds),
    };
  });
  return extremes.every(({ slower }) => slower) || extremes.every(({ faster }) => faster);
}
