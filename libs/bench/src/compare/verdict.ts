/** From evidence to a verdict. */
import type { ComparisonVerdict } from '@fived/records';
import type { Interval } from '../bootstrap.js';

/** What is known about the ratio NEW / BASE. Ratios are logarithms in here. */
export interface Evidence {
  readonly logRatio: number;
  /** 95%; null where one stretch stands alone, whose scatter nobody knows. */
  readonly interval: Interval | null;
  /** Of the permutation test. */
  readonly p: number;
  /** The greatest p that counts as evidence. */
  readonly mostP: number;
  /** Whether there are stretches enough on each side for p to be as small, and for anything to be said. */
  readonly isEnough: boolean;
  /** A difference below it may be the machine's; null where nothing was repeated. */
  readonly noiseFloor: number | null;
  /** Whether the two sides lie further apart than what the machine does by itself. */
  readonly isBeyondDrift: boolean;
}

/**
 * Smaller changes are not called faster or slower. Of equal code, recorded ratios of five rounds lay up to 1.4% from 1,
 * and of simulated ones every twentieth lay 8% from 1 or further.
 */
const LEAST_CHANGE = 0.05;
/**
 * "No change" says that the interval lies within this much of 1. Less than the least change, so that they never meet.
 */
const SAME_WITHIN = 0.03;

/** Whether test, interval and noise floor agree that there is a change, of whatever size. */
const isCertain = ({ logRatio, interval, p, mostP, isEnough, noiseFloor, isBeyondDrift }: Evidence): boolean =>
  isBeyondDrift ||
  (isEnough &&
    interval !== null &&
    noiseFloor !== null &&
    p <= mostP &&
    (interval.lower > 0 || interval.upper < 0) &&
    Math.abs(logRatio) >= noiseFloor);

/**
 * The verdict on two round-robin sweeps; of others it is "measure round-robin", without any evidence.
 *
 * - faster, slower: the test finds a difference, the interval leaves 1 out, and the ratio lies beyond the noise floor
 *   and at least 5% from 1; or the two sides lie so far apart that no test is needed;
 * - not enough runs: of so few, the test could not have found one, or would not be trusted;
 * - no change: the interval lies within 3% of 1;
 * - within noise: none of these; the difference, if there is one, is not told from noise.
 */
export function judge(evidence: Evidence): ComparisonVerdict {
  const { logRatio, interval, isEnough } = evidence;
  if (isCertain(evidence) && Math.abs(logRatio) >= Math.log1p(LEAST_CHANGE)) return logRatio > 0 ? 'slower' : 'faster';
  if (!isEnough || interval === null) return 'not enough runs';
  const same = Math.log1p(SAME_WITHIN);
  return interval.lower > -same && interval.upper < same ? 'no change' : 'within noise';
}

/** Whether NEW is certainly slower, by at least `threshold` (0.05 is 5%). */
export function isRegression(evidence: Evidence, threshold: number): boolean {
  return isCertain(evidence) && evidence.logRatio > 0 && evidence.logRatio >= Math.log1p(threshold);
}
