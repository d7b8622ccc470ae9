/**
 * Compares two sweeps of timings, size by size and over all sizes together.
 *
 * Disturbances of timings come in phases, so the unit of observation depends on how the sweeps were made:
 *
 *     sweeps                                     all sizes together                   each size
 *     both round-robin, or one size              rounds of one against rounds of the  its runs, a round apart
 *                                                other (by-rounds.ts)
 *     both round-robin, interleaved (`paired`)   pairs of rounds (by-pairs.ts)        pairs of runs
 *     one of them sequential                     pairs of sizes (by-pairs.ts)         its runs, one after another
 *
 * Everywhere, neighbours that together lasted less than a stretch count as one (stretches.ts).
 */
import type { Interval } from '../bootstrap.js';
import { median } from '../median.js';
import { areBeyondDrift, spreadOfRuns } from './noise.js';
import { observe, type Observations, type ObservedBy } from './observations.js';
import { checkTimings, commonSizes, type SizePair, type Timings } from './timings.js';
import { isRegression, judge, type Statistics, type Verdict } from './verdict.js';

export interface CompareOptions {
  /** Whether the sweeps were interleaved, so that run k of both lay close in time. Default false. */
  readonly paired?: boolean;
  /** The smallest slow-down that is a regression. Default 0.05, which is 5%. */
  readonly regressionThreshold?: number;
  /** Seed of the resampling: an integer from 0 to 4294967295. Default 42. */
  readonly seed?: number;
}

/** A ratio NEW / BASE of times. Above 1 is slower. */
export interface ComparedRatio {
  readonly ratio: number;
  /** 95%, by bootstrap over stretches; null if there is only one stretch. */
  readonly interval: Interval | null;
  /** Two-sided. */
  readonly p: number;
  /** The smallest p that was possible with this many observations. */
  readonly smallestP: number;
  /** A ratio closer to 1 than this factor may come from the machine. Null if nothing was repeated. */
  readonly noiseFactor: number | null;
  readonly verdict: Verdict;
  /** Certainly slower, by at least the threshold. */
  readonly isRegression: boolean;
}

export interface ComparedSize extends ComparedRatio {
  readonly size: number;
  readonly baseRuns: number;
  readonly newRuns: number;
  readonly baseMedianSeconds: number;
  readonly newMedianSeconds: number;
}

export interface TimingsComparison {
  readonly observedBy: ObservedBy;
  /** Independent observations of BASE and of NEW behind the overall ratio. */
  readonly observations: readonly [number, number];
  /** Runs a size that would be enough; null if there are enough, or if only another order helps. */
  readonly runsNeeded: number | null;
  readonly overall: ComparedRatio;
  readonly sizes: readonly ComparedSize[];
  /** Sizes without a counterpart in the other sweep. */
  readonly onlyInBase: readonly number[];
  readonly onlyInNew: readonly number[];
  /** Whether all sizes together are a regression, or a single one is that is more than twice as slow throughout. */
  readonly isRegression: boolean;
}

const missingFrom = (timings: Timings, other: Timings): readonly number[] =>
  timings.sizes.map(({ size }) => size).filter((size) => !other.sizes.some((candidate) => candidate.size === size));

function comparedRatio(statistics: Statistics, pairs: readonly SizePair[], threshold: number): ComparedRatio {
  const evidence = { ...statistics, beyondDrift: areBeyondDrift(pairs) };
  const { logRatio, interval, test, smallestP, noiseFloor } = evidence;
  return {
    ratio: Math.exp(logRatio),
    interval: interval === null ? null : { lower: Math.exp(interval.lower), upper: Math.exp(interval.upper) },
    p: test.p,
    smallestP,
    noiseFactor: noiseFloor === null ? null : Math.exp(noiseFloor),
    verdict: judge(evidence),
    isRegression: isRegression(evidence, threshold),
  };
}

function comparedSize(pair: SizePair, observations: Observations, threshold: number): ComparedSize {
  const medianSeconds = (runs: SizePair['base']): number => median(runs.map(({ seconds }) => seconds));
  return {
    size: pair.size,
    baseRuns: pair.base.length,
    newRuns: pair.next.length,
    baseMedianSeconds: medianSeconds(pair.base),
    newMedianSeconds: medianSeconds(pair.next),
    ...comparedRatio(observations.ofSize(pair), [pair], threshold),
  };
}

interface Prepared {
  readonly pairs: readonly SizePair[];
  readonly observations: Observations;
  readonly threshold: number;
}

function prepare(
  base: Timings,
  next: Timings,
  { paired = false, regressionThreshold = 0.05, seed = 42 }: CompareOptions,
): Prepared {
  if (!(regressionThreshold >= 0))
    throw new Error(`the regression threshold is ${regressionThreshold}: it must be a number of at least 0`);
  checkTimings(base, 'BASE');
  checkTimings(next, 'NEW');
  const pairs = commonSizes(base, next);
  if (pairs.length === 0) {
    const sizesOf = ({ sizes }: Timings): string => sizes.map(({ size }) => size).join(', ');
    throw new Error(`BASE and NEW have no size in common: ${sizesOf(base)} against ${sizesOf(next)}`);
  }
  return {
    pairs,
    observations: observe(base, next, pairs, { paired, seed, spread: spreadOfRuns(pairs) }),
    threshold: regressionThreshold,
  };
}

const comparedOverall = ({ pairs, observations, threshold }: Prepared): ComparedRatio =>
  comparedRatio(observations.ofAll(), pairs, threshold);

/** Only the overall part of `compareTimings`. Throws as it does. */
export function compareOverall(base: Timings, next: Timings, options: CompareOptions = {}): ComparedRatio {
  return comparedOverall(prepare(base, next, options));
}

/**
 * Compares NEW with BASE. The same timings and seed give the same bits.
 * @throws Error if the sweeps have no size in common, a time is not a positive finite number, a run occurs twice,
 * `paired` is set for sweeps that are not round-robin or share no round, no round has all sizes, or the threshold is
 * not a number of at least 0.
 */
export function compareTimings(base: Timings, next: Timings, options: CompareOptions = {}): TimingsComparison {
  const prepared = prepare(base, next, options);
  const { pairs, observations, threshold } = prepared;
  const overall = comparedOverall(prepared);
  const sizes = pairs.map((pair) => comparedSize(pair, observations, threshold));
  return {
    observedBy: observations.observedBy,
    observations: observations.counts,
    runsNeeded: observations.runsNeeded,
    overall,
    sizes,
    onlyInBase: missingFrom(base, next),
    onlyInNew: missingFrom(next, base),
    isRegression: overall.isRegression || sizes.some((size, i) => size.isRegression && areBeyondDrift([pairs[i]])),
  };
}
