/**
 * The permutation test of two groups of stretches. If nothing changed between the sweeps, every way to label some of
 * the stretches as NEW is equally likely (Good, Permutation, Parametric and Bootstrap Tests of Hypotheses, 2005).
 */
import { indexStream } from '../random32.js';

interface PermutationTest {
  /** Two-sided: twice the smaller tail, at most 1. */
  readonly p: number;
  /** Whether all arrangements were looked at. */
  readonly isExact: boolean;
}

/**
 * Up to this number, all arrangements are tried (8 stretches against 8 have 12,870). Beyond it, this many are drawn.
 */
const MOST_ARRANGEMENTS = 13_000;

/** Two statistics this close are equal: the same sum in another order. */
const ROUNDING = 1e-12;

const arrangements = (total: number, chosen: number): number => {
  let ways = 1;
  for (let i = 1; i <= chosen; i++) ways = (ways * (total - chosen + i)) / i;
  return ways;
};

/** Visits every way to set `ones` of the places to 1, and refills `sides` each time. */
function forEachArrangement(sides: Uint8Array, ones: number, visit: () => void): void {
  const place = (from: number, left: number): void => {
    if (left === 0) {
      visit();
      return;
    }
    for (let at = from; at <= sides.length - left; at++) {
      sides[at] = 1;
      place(at + 1, left - 1);
      sides[at] = 0;
    }
  };
  sides.fill(0);
  place(0, ones);
}

function shuffle(sides: Uint8Array, nextIndex: (count: number) => number): void {
  for (let i = sides.length - 1; i > 0; i--) {
    const j = nextIndex(i + 1);
    const kept = sides[i];
    sides[i] = sides[j];
    sides[j] = kept;
  }
}

/**
 * Two-sided p of `statistic`, which receives the side (0 or 1) of every stretch. p is twice the share of arrangements
 * at least as extreme, on the side of the observed one. The observed one counts too, so this also holds for drawn
 * arrangements (Phipson and Smyth, 2010).
 */
export function permutationTest(
  [baseCount, nextCount]: readonly [number, number],
  statistic: (sides: Uint8Array) => number,
  seed: number,
): PermutationTest {
  const total = baseCount + nextCount;
  const sides = new Uint8Array(total).fill(1, baseCount);
  const observed = statistic(sides);
  const isExact = arrangements(total, nextCount) <= MOST_ARRANGEMENTS;
  let notBelow = 0;
  let notAbove = 0;
  let count = 0;
  const visit = (): void => {
    const value = statistic(sides);
    if (value >= observed - ROUNDING) notBelow++;
    if (value <= observed + ROUNDING) notAbove++;
    count++;
  };
  if (isExact) {
    forEachArrangement(sides, nextCount, visit);
  } else {
    const nextIndex = indexStream(seed);
    visit();
    while (count < MOST_ARRANGEMENTS) {
      shuffle(sides, nextIndex);
      visit();
    }
  }
  return { p: Math.min(1, (2 * Math.min(notBelow, notAbove)) / count), isExact };
}
