/**
 * The evidence of two round-robin sweeps that were made one after the other.
 *
 * A disturbance in a round-robin sweep hits whatever sizes are being run, so the runs of a round are slow together and
 * are no independent witnesses; fifty runs in five rounds are five observations. So a round (or several, if rounds are
 * short: stretches.ts) is what is resampled and permuted, never a run. A bootstrap of single runs would take the drift
 * of one round for ten slow sizes, and cry wolf.
 *
 * The ratio NEW / BASE is the geometric mean over the sizes of the ratios of their typical times (faster-half.ts).
 */
import { bootstrapStretches } from '../bootstrap.js';
import { logTypicalSeconds, sortRuns, type SortedRuns } from './faster-half.js';
import { areBeyondDrift, noiseFloor, spreadOfRuns } from './noise.js';
import { permutationTest } from './permutations.js';
import { countOf } from './stretches.js';
import type { BothTimes } from './timings.js';
import type { Evidence } from './verdict.js';

/** Two-sided. With five stretches a side p comes in steps of 0.008, of which one slow phase can cost three. */
const MOST_P_OF_FEW = 0.05;
const MOST_P_OF_MANY = 0.01;
/** From so many stretches a side on there are steps enough for the stricter limit, and 30% are found all the same. */
const MANY = 6;
/** The fewest stretches on each side; p can then be 2 / (8 choose 4) = 0.029. */
export const STRETCHES_NEEDED = 4;

/** Mean over the sizes of the log ratio of their typical times. */
function meanLogRatio(sizes: readonly SortedRuns[], times: Uint16Array, sides: Uint8Array): number {
  const choice = { times, sides };
  let sum = 0;
  for (const runs of sizes) sum += logTypicalSeconds(runs, choice, 1) - logTypicalSeconds(runs, choice, 0);
  return sum / sizes.length;
}

/**
 * @param sizes the times of each, round by round
 * @param stretches of each round, from 0 on both sides
 */
export function evidenceByRounds(
  sizes: readonly BothTimes[],
  stretches: { readonly base: readonly number[]; readonly next: readonly number[] },
  seed: number,
): Evidence {
  const counts = [countOf(stretches.base), countOf(stretches.next)] as const;
  const throughBoth = [...stretches.base, ...stretches.next.map((stretch) => counts[0] + stretch)];
  const sorted = sizes.map(({ base, next }) => sortRuns([...base, ...next], throughBoth));
  const once = new Uint16Array(counts[0] + counts[1]).fill(1);
  const asMade = new Uint8Array(once.length).fill(1, counts[0]);
  const fewer = Math.min(...counts);
  return {
    logRatio: meanLogRatio(sorted, once, asMade),
    interval: bootstrapStretches(counts, (times) => meanLogRatio(sorted, times, asMade), seed),
    p: permutationTest(counts, (sides) => meanLogRatio(sorted, once, sides), seed).p,
    mostP: fewer < MANY ? MOST_P_OF_FEW : MOST_P_OF_MANY,
    isEnough: fewer >= STRETCHES_NEEDED,
    noiseFloor: noiseFloor(spreadOfRuns(sizes), counts),
    isBeyondDrift: areBeyondDrift(sizes),
  };
}
