/**
 * All sizes together, from two round-robin sweeps that were made one after the other.
 *
 * A disturbance in a round-robin sweep hits whichever sizes are running. So the runs of a round are slow together, and
 * are not independent witnesses: fifty runs in five rounds are five observations. Therefore a round (or several, if
 * rounds are short: stretches.ts) is resampled and permuted, never a run. A bootstrap of single runs would take the
 * drift of one round for ten slow sizes, and raise a false alarm.
 *
 * Nearly every disturbance makes a run slower and nearly none makes it faster. So the ratio is not taken between means
 * or medians, both of which a slow phase over half a sweep carries away. It is taken between the means of the faster
 * half of each size's runs, and the overall ratio is the geometric mean over the sizes. In simulated sweeps (five
 * rounds, phases of 2 to 8 s) its standard deviation was 2.8%, that of the ratio of medians 7.8%.
 */
import { smallestMannWhitneyP } from './mann-whitney.js';
import { noiseFloor } from './noise.js';
import { permutationTest } from './permutations.js';
import { fastHalfDifference, type Pool } from './pool.js';
import { bootstrapStretches } from './resample.js';
import type { Statistics } from './verdict.js';

/** Two-sided. With five stretches a side, p comes in steps of 0.008, and one slow phase can cost three of them. */
const MOST_P_OF_FEW = 0.05;
const MOST_P_OF_MANY = 0.01;
/**
 * From this many stretches a side there are enough steps for the stricter limit, and a change of 30% is still found.
 */
const MANY = 6;
/** The minimum number of stretches on each side. p can then be as small as 2 / (8 choose 4) = 0.029. */
export const ROUNDS_NEEDED = 4;

/** What the test must show for these numbers of stretches of BASE and NEW, and whether it can be trusted at all. */
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
 * @param counts the numbers of stretches of BASE and of NEW
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
