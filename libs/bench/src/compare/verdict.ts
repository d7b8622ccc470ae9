/** From evidence to a verdict. */
import type { Interval } from '../bootstrap.js';
import type { RankTest } from './mann-whitney.js';

/** What is known about one ratio NEW / BASE. In this file ratios are logarithms. */
export interface Statistics {
  readonly logRatio: number;
  /** 95%; null if there is only one stretch, whose scatter is unknown. */
  readonly interval: Interval | null;
  readonly test: RankTest;
  /** The smallest p that this many stretches can give. */
  readonly smallestP: number;
  /** The largest p that counts as evidence. */
  readonly mostP: number;
  /** Whether each side has enough stretches for p to become that small, and for any claim. */
  readonly isEnough: boolean;
  /** A smaller difference may come from the machine. Null if nothing was repeated. */
  readonly noiseFloor: number | null;
}

export interface Evidence extends Statistics {
  /** Whether the two sides are further apart than the machine alone could move them. */
  readonly beyondDrift: boolean;
}

export type Verdict = 'faster' | 'slower' | 'no change' | 'within noise' | 'not enough runs';

/**
 * Smaller changes are not called faster or slower, since medians of honest repeats differ by as much
 * (docs/method/comparing.md).
 */
export const LEAST_CHANGE = 0.05;
/**
 * "No change" says that the interval is within this distance of 1. It is below LEAST_CHANGE, so the verdicts cannot
 * meet.
 */
export const SAME_WITHIN = 0.03;

/** Whether test, interval and noise floor agree that there is a change of any size. */
const isCertain = ({ logRatio, interval, test, mostP, isEnough, noiseFloor, beyondDrift }: Evidence): boolean =>
  beyondDrift ||
  (isEnough &&
    interval !== null &&
    noiseFloor !== null &&
    test.p <= mostP &&
    (interval.lower > 0 || interval.upper < 0) &&
    Math.abs(logRatio) >= noiseFloor);

/**
 * The verdict:
 *
 * - faster, slower: the test finds a difference, the interval excludes 1, and the ratio is beyond the noise floor and
 *   at least 5% from 1; or the two sides are so far apart that no test is needed;
 * - not enough runs: with so few, the test could not have found a difference, or would not be trusted; - no change: the
 * interval is within 3% of 1; - within noise: none of these; a difference, if there is one, cannot be distinguished
 * from noise.
 */
export function judge(evidence: Evidence): Verdict {
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
