// Golden values are SciPy 1.17.1's: mannwhitneyu and wilcoxon, exact, with ties by PermutationMethod(n_resamples=inf).
import { describe, expect, it } from 'vitest';
import { mannWhitney, smallestMannWhitneyP } from './mann-whitney.js';
import { normalUpperTail } from './ranks.js';
import { signedRank, smallestSignedRankP } from './signed-rank.js';

const range = (count: number, of: (i: number) => number): readonly number[] =>
  Array.from({ length: count }, (_, i) => of(i));

describe('mannWhitney', () => {
  it.each([
    ['five against five', [1.31, 1.24, 1.29, 1.41, 1.36], [1.12, 1.19, 1.27, 1.09, 1.22], 0.015873015873015872],
    ['three against three, apart', [4, 5, 6], [1, 2, 3], 0.1],
    ['five against five, apart', [6, 7, 8, 9, 10], [1, 2, 3, 4, 5], 0.007936507936507936],
    ['unequal numbers', [0.8, 1.9, 3.1], [2.2, 2.4, 4.5, 5.1, 6.6, 0.9, 7.3], 0.18333333333333335],
    ['ties within and between', [1, 2, 2, 3, 5], [2, 3, 4, 4, 6, 6], 0.12554112554112554],
    ['almost only ties', [1, 1, 1, 2], [1, 2, 2, 2, 2], 0.3333333333333333],
    [
      '25 against 30',
      range(25, (i) => ((i * i) % 101) + i / 1000),
      range(30, (i) => ((i * 7 + 3) % 113) + 0.5),
      0.4860781676800763,
    ],
  ])('gives the exact p of SciPy for %s', (_, a, b, p) => {
    const test = mannWhitney(a, b);
    expect(test.exact).toBe(true);
    expect(test.p).toBeCloseTo(p, 13);
    expect(mannWhitney(b, a).p).toBeCloseTo(p, 13);
  });

  it.each([
    [
      'without ties',
      range(40, (i) => ((i * 37) % 101) + i / 1000),
      range(45, (i) => ((i * 53) % 97) + 20.5),
      0.019870053123925,
    ],
    ['with ties', range(40, (i) => (i * 37) % 11), range(45, (i) => ((i * 53) % 13) + 1), 0.04836966164482968],
  ])('approximates by the normal distribution beyond 60 values, as SciPy does, %s', (_, a, b, p) => {
    const test = mannWhitney(a, b);
    expect(test.exact).toBe(false);
    expect(test.p).toBeCloseTo(p, 12);
  });

  it('sees no difference between equal values', () => {
    expect(mannWhitney([2, 2, 2], [2, 2]).p).toBe(1);
    expect(
      mannWhitney(
        range(40, () => 3),
        range(40, () => 3),
      ).p,
    ).toBe(1);
  });

  it('refuses an empty side', () => {
    expect(() => mannWhitney([], [1])).toThrow('a rank test needs at least one value on each side');
  });

  it('cannot go below the smallest p, which samples that lie apart reach', () => {
    expect(smallestMannWhitneyP(3, 3)).toBeCloseTo(0.1, 15);
    expect(smallestMannWhitneyP(5, 5)).toBeCloseTo(2 / 252, 15);
    expect(smallestMannWhitneyP(1, 1)).toBe(1);
    for (const [n1, n2] of [
      [2, 7],
      [6, 4],
      [8, 8],
    ]) {
      expect(
        mannWhitney(
          range(n1, (i) => i),
          range(n2, (i) => 100 + i),
        ).p,
      ).toBeCloseTo(smallestMannWhitneyP(n1, n2), 14);
    }
  });
});

describe('signedRank', () => {
  it.each([
    ['seven differences', [0.12, 0.05, -0.02, 0.31, 0.08, 0.17, 0.01], 0.046875],
    ['seven of one sign', [1, 2, 3, 4, 5, 6, 7], 0.015625],
    ['ties, and a zero that is left out', [1, -1, 2, 2, 3, 0, -2, 4], 0.203125],
  ])('gives the exact p of SciPy for %s', (_, differences, p) => {
    expect(signedRank(differences)).toEqual({ p, exact: true });
    expect(signedRank(differences.map((difference) => -difference)).p).toBe(p);
  });

  it('approximates by the normal distribution beyond 60 differences, as SciPy does', () => {
    const test = signedRank(range(70, (i) => ((i * 37) % 101) - 40.5));
    expect(test.exact).toBe(false);
    expect(test.p).toBeCloseTo(0.013522226998969955, 12);
  });

  it('sees nothing in differences of zero', () => {
    expect(signedRank([0, 0, 0]).p).toBe(1);
  });

  it('cannot go below the smallest p', () => {
    expect(smallestSignedRankP(5)).toBe(0.0625);
    expect(smallestSignedRankP(7)).toBe(0.015625);
    expect(smallestSignedRankP(0)).toBe(1);
  });
});

describe('normalUpperTail', () => {
  // scipy.stats.norm.sf.
  it.each([
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1, 0.15865525393145707],
    [1.96, 0.024997895148220435],
    [2.9999, 0.001350341282954925],
    [3, 0.0013498980316300933],
    [3.5, 0.00023262907903552502],
    [5, 2.866515718791933e-7],
    [8, 6.22096057427174e-16],
  ])("at %d agrees with SciPy's", (z, expected) => {
    expect(Math.abs(normalUpperTail(z) / expected - 1)).toBeLessThan(1e-12);
  });
});
