/**
 * Compares two sweeps of timings: a verdict on all sizes together, and the ratio of each size.
 *
 * There is one design. Both sweeps went round-robin, and rounds of the one are compared with rounds of the other
 * (by-rounds.ts); neighbours that lasted less than a stretch together count as one (stretches.ts). Of other sweeps the
 * verdict is "measure round-robin". A size has a ratio and no verdict: it would be wrong too often
 * (docs/method/comparing.md).
 */
import type { ComparisonVerdict } from '@fived/records';
import type { Interval } from '../bootstrap.js';
import { evidenceByRounds, STRETCHES_NEEDED } from './by-rounds.js';
import { typicalSeconds } from './faster-half.js';
import { areBeyondDrift } from './noise.js';
import { completeRounds, type Rounds } from './rounds.js';
import { countOf, roundsFor, stretchOfEach } from './stretches.js';
import { checkTimings, commonSizes, missingFrom, type BothTimes, type Timings } from './timings.js';
import { isRegression, judge, type Evidence } from './verdict.js';

export interface CompareOptions {
  /** The least slow-down that is a regression: 0.05, the default, is 5%. */
  readonly regressionThreshold?: number;
  /** Of resampling: an integer from 0 to 4294967295. Default 42. */
  readonly seed?: number;
}

/** Of all sizes together. */
export interface OverallComparison {
  readonly verdict: ComparisonVerdict;
  /** NEW / BASE of times: above 1 is slower. The geometric mean of the sizes' ratios. */
  readonly ratio: number;
  /** 95%, by bootstrap over stretches; null where one stretch stands alone. */
  readonly interval: Interval | null;
  /** Two-sided; null where there is no test, since a sweep was not round-robin. */
  readonly p: number | null;
  /** A ratio nearer to 1 than this factor may be the machine's doing; null where nothing was repeated. */
  readonly noiseFactor: number | null;
  /** Certainly slower, and by the threshold at least. */
  readonly isRegression: boolean;
}

export interface ComparedSize {
  readonly size: number;
  /** Typical times (faster-half.ts). */
  readonly baseSeconds: number;
  readonly newSeconds: number;
  readonly ratio: number;
  /** Whether every run of the one sweep took over twice as long as every run of the other. */
  readonly isBeyondDrift: boolean;
}

export interface TimingsComparison {
  /** Rounds of BASE and of NEW that have a run of every size. */
  readonly rounds: readonly [number, number];
  /** Stretches, which are independent observations, of BASE and of NEW. */
  readonly stretches: readonly [number, number];
  /** Runs a size with which there would be enough stretches, going by these. */
  readonly runsNeeded: number;
  readonly overall: OverallComparison;
  readonly sizes: readonly ComparedSize[];
  /** Sizes without a counterpart. */
  readonly onlyInBase: readonly number[];
  readonly onlyInNew: readonly number[];
  /** Whether all sizes together are a regression, or one size is that is more than twice as slow throughout. */
  readonly isRegression: boolean;
}

/** @throws Error if there is no complete one */
function roundsOf(timings: Timings, sizes: readonly number[], name: string): Rounds {
  const rounds = completeRounds(timings, sizes);
  if (rounds.lasted.length === 0) throw new Error(`${name} has no round with a run of every size that both have`);
  return rounds;
}

function comparedSize(size: number, times: BothTimes): ComparedSize {
  const [baseSeconds, newSeconds] = [typicalSeconds(times.base), typicalSeconds(times.next)];
  return { size, baseSeconds, newSeconds, ratio: newSeconds / baseSeconds, isBeyondDrift: areBeyondDrift([times]) };
}

const fromEvidence = (evidence: Evidence, threshold: number): OverallComparison => ({
  verdict: judge(evidence),
  ratio: Math.exp(evidence.logRatio),
  interval: evidence.interval && {
    lower: Math.exp(evidence.interval.lower),
    upper: Math.exp(evidence.interval.upper),
  },
  p: evidence.p,
  noiseFactor: evidence.noiseFloor === null ? null : Math.exp(evidence.noiseFloor),
  isRegression: isRegression(evidence, threshold),
});

/** Of sweeps that are not both round-robin: a slow phase falls on some sizes, and nothing tells it from a change. */
const withoutEvidence = (sizes: readonly ComparedSize[]): OverallComparison => ({
  verdict: 'measure round-robin',
  ratio: Math.exp(sizes.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / sizes.length),
  interval: null,
  p: null,
  noiseFactor: null,
  isRegression: false,
});

/**
 * Compares NEW with BASE. The same timings and seed give the same bits.
 * @throws Error if the sweeps have no size in common, a time is not a positive finite number, a run is there twice, no
 * round has all sizes, or the threshold is not a number of at least 0.
 */
export function compareTimings(
  base: Timings,
  next: Timings,
  { regressionThreshold = 0.05, seed = 42 }: CompareOptions = {},
): TimingsComparison {
  if (!(regressionThreshold >= 0))
    throw new Error(`the regression threshold is ${regressionThreshold}: it must be a number of at least 0`);
  checkTimings(base, 'BASE');
  checkTimings(next, 'NEW');
  const common = commonSizes(base, next);
  const baseRounds = roundsOf(base, common, 'BASE');
  const nextRounds = roundsOf(next, common, 'NEW');
  const times = common.map((_, i) => ({ base: baseRounds.seconds[i], next: nextRounds.seconds[i] }));
  const stretches = { base: stretchOfEach(baseRounds.lasted), next: stretchOfEach(nextRounds.lasted) };

  const sizes = common.map((size, i) => comparedSize(size, times[i]));
  const isByRounds = base.isRoundRobin && next.isRoundRobin;
  const overall = isByRounds
    ? fromEvidence(evidenceByRounds(times, stretches, seed), regressionThreshold)
    : withoutEvidence(sizes);
  return {
    rounds: [baseRounds.lasted.length, nextRounds.lasted.length],
    stretches: [countOf(stretches.base), countOf(stretches.next)],
    runsNeeded: Math.max(...[baseRounds, nextRounds].map(({ lasted }) => roundsFor(STRETCHES_NEEDED, lasted))),
    overall,
    sizes,
    onlyInBase: missingFrom(base, next),
    onlyInNew: missingFrom(next, base),
    isRegression:
      overall.isRegression ||
      (isByRounds && sizes.some(({ ratio, isBeyondDrift }) => isBeyondDrift && ratio >= 1 + regressionThreshold)),
  };
}
