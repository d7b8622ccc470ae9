/**
 * Evidence from pairs. Each pair gives one log ratio NEW / BASE. If nothing changed, either sign is equally likely. Two
 * kinds of pairs:
 *
 * - rounds, if the two sweeps were interleaved. Run k of BASE and run k of NEW were close in time, so a disturbance
 * slowed
 *   both and cancels in the ratio, however long it lasted;
 * - sizes, if the sweeps were sequential. A disturbance slows all runs of the sizes that were being run, so the runs of
 * a
 *   size are one observation.
 */
import { quantile } from '../quantile.js';
import { bootstrapStretches } from './resample.js';
import { signedRank, smallestSignedRankP } from './signed-rank.js';
import type { Statistics } from './verdict.js';

/** What the signed-rank test must show, two-sided, and the fewest pairs with which it can. */
export interface PairDemand {
  readonly mostP: number;
  readonly pairsNeeded: number;
}

/** Of interleaved rounds: seven that agree, 2 / 2^7 = 0.016. */
export const DEMAND_OF_ROUNDS: PairDemand = { mostP: 0.02, pairsNeeded: 7 };
/** Of sizes, more: a disturbance may affect several of them. Eight that agree, 2 / 2^8 = 0.008. */
export const DEMAND_OF_SIZES: PairDemand = { mostP: 0.01, pairsNeeded: 8 };

/**
 * The median of the means of all pairs of values, including each value with itself (Hodges and Lehmann, 1963). Outliers
 * hardly move it.
 */
export function hodgesLehmann(values: readonly number[]): number {
  const means = new Float64Array((values.length * (values.length + 1)) / 2);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = i; j < values.length; j++) means[count++] = (values[i] + values[j]) / 2;
  }
  return quantile(means.sort(), 0.5);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * @param stretches the log ratios of each, at least one in each; a stretch is one observation, their mean
 * @param centre of all log ratios
 */
export function evidenceByPairs(
  stretches: readonly (readonly number[])[],
  centre: (logRatios: readonly number[]) => number,
  { mostP, pairsNeeded }: PairDemand,
  seed: number,
): Statistics {
  const drawn = (times: Uint16Array): readonly number[] => {
    const all: number[] = [];
    for (const [i, ratios] of stretches.entries()) {
      for (let taken = 0; taken < times[i]; taken++) all.push(...ratios);
    }
    return all;
  };
  return {
    logRatio: centre(stretches.flat()),
    interval: bootstrapStretches([stretches.length], (times) => centre(drawn(times)), seed),
    test: signedRank(stretches.map(mean)),
    smallestP: smallestSignedRankP(stretches.length),
    mostP,
    isEnough: stretches.length >= pairsNeeded,
    noiseFloor: 0,
  };
}
