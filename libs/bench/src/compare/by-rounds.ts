/**
 * All sizes at once, from two round-robin sweeps that were made one after the other.
 *
 * A disturbance in a round-robin sweep hits whatever sizes are being run, so the runs of a round are slow together and
 * are no independent witnesses; fifty runs in five rounds are five observations. So a round (or several, if rounds are
 * short: stretches.ts) is what is resampled and permuted, never a run. A bootstrap of single runs would take the drift
 * of one round for ten slow sizes, and cry wolf.
 *
 * Nearly every disturbance makes a run slower and nearly none makes it faster. So the ratio is not taken between means,
 * nor between medians, both of which a slow phase over half a sweep carries away, but between the means of the faster
 * half of each size's runs; the overall ratio is the geometric mean over the sizes. In simulated sweeps (five rounds,
 * phases of 2 to 8 s) its standard deviation was 2.8%, that of the ratio of medians 7.8%.
 */
import { smallestMannWhitneyP } from './mann-whitney.js';
import { noiseFloor } from './noise.js';
import { permutationTest } from './permutations.js';
import { fastHalfDifference, type Pool } from './pool.js';
import { bootstrapStretches } from './resample.js';
import type { Statistics } from './verdict.js';

/** Two-sided. With five stretches a side p comes in steps of 0.008, of which one slow phase can cost three. */
const MOST_P_OF_FEW = 0.05;
const MOST_P_OF_MANY = 0.01;
/** From so many stretches a side on there are steps enough for the stricter limit, and 30% are found all the same. */
const MANY = 6;
/** The fewest stretches on each side; p can then be 2 / (8 choose 4) = 0.029. */
export const ROUNDS_NEEDED = 4;

/**
 * What the test of so many stretches of BASE against so many of NEW must show, and whether it can be trusted at all.
 */
export function demandOf(counts: readonly [number, number]): Pick<Statistics, 'mostP' | 'isEnough'> {
  const fewer = Math.min(...counts);
  return { mostP: fewer < MANY ? MOST_P_OF_FEW : MOST_P_OF_MANY, isEnough: fewer >= ROUNDS_NEEDED };
}

/** Mean over the sizes of the log ratio of the faster halves. */
function logRatioOf(pools: readonly Pool[], times: Uint16Array, sides: Uint8Array): number {
  const choice = { times, sides };
  let sum = 0;
  for (const runs of pools) sum += fastHalfDifference(runs, choice);
  return sum / pools.length;
}

/**
 * @param pools one a size, each with runs in every stretch
 * @param counts stretches of BASE and of NEW
 */
export function evidenceByRounds(
  pools: readonly Pool[],
  counts: readonly [number, number],
  spread: number | null,
  seed: number,
): Statistics {
  const total = counts[0] + counts[1];
  const once = new Uint16Array(total).fill(1);
  const observedSides = new Uint8Array(total).fill(1, counts[0]);
  return {
    logRatio: logRatioOf(pools, once, observedSides),
    interval: bootstrapStretches(counts, (times) => logRatioOf(pools, times, observedSides), seed),
    test: permutationTest(counts, (sides) => logRatioOf(pools, once, sides), seed),
    smallestP: smallestMannWhitneyP(...counts),
    ...demandOf(counts),
    noiseFloor: noiseFloor(spread, counts),
  };
}
