/**
 * Compares two sweeps of timings: a verdict on all sizes together, and the ratio of each size.
 *
 * There is one design. Both sweeps went round-robin, and rounds of the one are compared with rounds of the other
 * (by-rounds.ts); neighbours that lasted less than a stretch together count as one (stretches.ts). Of other sweeps the
 * verdict is "measure round-robin". A size has a ratio and no verdict: it would be wrong too often
 * (docs/method/comparing.md).
 */
import type { ComparedSizeTimes, ComparisonRecord, OverallTimes } from '@fived/records';
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

/** What is compared, in the words of the record that is written of it. */
export type TimingsComparison = Pick<
  ComparisonRecord,
  | 'rounds'
  | 'observations'
  | 'runs_needed'
  | 'is_regression'
  | 'overall'
  | 'sizes'
  | 'sizes_only_in_base'
  | 'sizes_only_in_new'
>;

/** @throws Error if there is no complete one */
function roundsOf(timings: Timings, sizes: readonly number[], name: string): Rounds {
  const rounds = completeRounds(timings, sizes);
  if (rounds.lasted.length === 0) throw new Error(`${name} has no round with a run of every size that both have`);
  return rounds;
}

function comparedSize(size: number, times: BothTimes): ComparedSizeTimes {
  const [baseSeconds, newSeconds] = [typicalSeconds(times.base), typicalSeconds(times.next)];
  return {
    dataset_size: size,
    base_seconds: baseSeconds,
    new_seconds: newSeconds,
    ratio: newSeconds / baseSeconds,
    is_beyond_drift: areBeyondDrift([times]),
  };
}

const fromEvidence = (evidence: Evidence, threshold: number): OverallTimes => ({
  verdict: judge(evidence),
  ratio: Math.exp(evidence.logRatio),
  ratio_ci95: evidence.interval && [Math.exp(evidence.interval.lower), Math.exp(evidence.interval.upper)],
  p: evidence.p,
  noise_factor: evidence.noiseFloor === null ? null : Math.exp(evidence.noiseFloor),
  is_regression: isRegression(evidence, threshold),
});

/** Of sweeps that are not both round-robin: a slow phase falls on some sizes, and nothing tells it from a change. */
const withoutEvidence = (sizes: readonly ComparedSizeTimes[]): OverallTimes => ({
  verdict: 'measure round-robin',
  ratio: Math.exp(sizes.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / sizes.length),
  ratio_ci95: null,
  p: null,
  noise_factor: null,
  is_regression: false,
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
    observations: [countOf(stretches.base), countOf(stretches.next)],
    runs_needed: Math.max(...[baseRounds, nextRounds].map(({ lasted }) => roundsFor(STRETCHES_NEEDED, lasted))),
    is_regression:
      overall.is_regression ||
      (isByRounds && sizes.some(({ ratio, is_beyond_drift }) => is_beyond_drift && ratio >= 1 + regressionThreshold)),
    overall,
    sizes,
    sizes_only_in_base: missingFrom(base, next),
    sizes_only_in_new: missingFrom(next, base),
  };
}
