import { describe, expect, it } from 'vitest';
import { hodgesLehmann } from './by-pairs.js';
import { areBeyondDrift, noiseFloor, spreadOfRuns } from './noise.js';
import { fastHalfDifference, pool, pooledMedian } from './pool.js';
import type { SizePair } from './timings.js';
import { isRegression, judge, type Evidence } from './verdict.js';

const e = (log: number): number => Math.exp(log);

describe('a pool', () => {
  // Stretches 0 and 1 are BASE's, 2 and 3 NEW's.
  const runs = pool([
    { seconds: e(5), stretch: 0 },
    { seconds: e(1), stretch: 1 },
    { seconds: e(2), stretch: 1 },
    { seconds: e(9), stretch: 2 },
    { seconds: e(4), stretch: 3 },
  ]);
  const sides = Uint8Array.of(0, 0, 1, 1);

  it('has the median of each side, each stretch as often as it is taken', () => {
    const once = { times: Uint16Array.of(1, 1, 1, 1), sides };
    expect(pooledMedian(runs, once, 0)).toBeCloseTo(2, 14);
    expect(pooledMedian(runs, once, 1)).toBeCloseTo(6.5, 14);
    // 5, 5, 1, 2: between 2 and 5.
    expect(pooledMedian(runs, { times: Uint16Array.of(2, 1, 1, 1), sides }, 0)).toBeCloseTo(3.5, 14);
    expect(pooledMedian(runs, { times: Uint16Array.of(2, 0, 0, 3), sides }, 1)).toBeCloseTo(4, 14);
  });

  it('has the difference of the means of the faster halves', () => {
    const difference = (...times: readonly number[]): number =>
      fastHalfDifference(runs, { times: Uint16Array.from(times), sides });
    // NEW: the faster of 9 and 4. BASE: of three runs the fastest, 1; of 1, 1, 2, 2, 5, 5 the fastest three; of one run
    // the run itself.
    expect(difference(1, 1, 1, 1)).toBeCloseTo(4 - 1, 14);
    expect(difference(2, 2, 1, 1)).toBeCloseTo(4 - 4 / 3, 14);
    expect(difference(1, 0, 1, 1)).toBeCloseTo(4 - 5, 14);
    // NEW: 4, 9, 9, 9.
    expect(difference(1, 1, 3, 1)).toBeCloseTo(6.5 - 1, 14);
  });
});

describe('hodgesLehmann', () => {
  it('is the median of the means of all pairs, as numpy.median gives it', () => {
    expect(hodgesLehmann([0.12, 0.05, -0.02, 0.31, 0.08])).toBeCloseTo(0.085, 14);
  });
});

const pairOf = (base: readonly number[], next: readonly number[]): SizePair => {
  const runs = (seconds: readonly number[]) => seconds.map((time, i) => ({ round: i + 1, seconds: time }));
  return { size: 1, base: runs(base), next: runs(next) };
};

describe('the noise', () => {
  it('is the spread of runs about the mean of their size and sweep', () => {
    // Deviations of +-1 and +-2 in logarithms: squares 1, 1, 4, 4 over 4 - 2 degrees of freedom.
    expect(spreadOfRuns([pairOf([e(0), e(2)], [e(10), e(14)])])).toBeCloseTo(Math.sqrt(5), 12);
    expect(spreadOfRuns([pairOf([1], [2])])).toBeNull();
  });

  it('sets a floor of 1.25 standard errors of the difference of two means', () => {
    expect(noiseFloor(0.2, [5, 5])).toBeCloseTo(1.25 * 0.2 * Math.sqrt(0.4), 14);
    expect(noiseFloor(null, [5, 5])).toBeNull();
  });

  it('is out of the question where all runs differ by more than twice, the same way, three runs or more', () => {
    expect(areBeyondDrift([pairOf([1, 1.1, 1], [2.3, 2.3, 40])])).toBe(true);
    expect(areBeyondDrift([pairOf([2.3, 2.3, 40], [1, 1.1, 1])])).toBe(true);
    expect(areBeyondDrift([pairOf([1, 1.1, 1.2], [2.3, 2.3, 40])])).toBe(false);
    expect(areBeyondDrift([pairOf([1, 1], [20, 20])])).toBe(false);
    expect(areBeyondDrift([pairOf([1], [20]), pairOf([2], [40]), pairOf([3], [60])])).toBe(true);
    expect(areBeyondDrift([pairOf([1, 1], [20, 20]), pairOf([20, 20], [1, 1])])).toBe(false);
  });
});

describe('the verdict', () => {
  const slower: Evidence = {
    logRatio: Math.log(1.2),
    interval: { lower: Math.log(1.1), upper: Math.log(1.3) },
    test: { p: 0.008, exact: true },
    smallestP: 0.008,
    mostP: 0.05,
    isEnough: true,
    noiseFloor: Math.log(1.1),
    beyondDrift: false,
  };
  const faster: Evidence = {
    ...slower,
    logRatio: -slower.logRatio,
    interval: { lower: Math.log(0.7), upper: Math.log(0.9) },
  };
  const around = (low: number, high: number) => ({ lower: Math.log(low), upper: Math.log(high) });

  it('is slower or faster where test, interval, floor and effect agree', () => {
    expect(judge(slower)).toBe('slower');
    expect(judge(faster)).toBe('faster');
  });

  it.each([
    ['the test finds nothing', { test: { p: 0.06, exact: true } }],
    ['the interval holds 1', { interval: around(0.99, 1.5) }],
    ['the noise reaches as far', { noiseFloor: Math.log(1.25) }],
    ['the effect is below 5%', { logRatio: Math.log(1.04), interval: around(1.038, 1.042), noiseFloor: 0 }],
  ])('is within noise where %s', (_, changes: Partial<Evidence>) => {
    expect(judge({ ...slower, ...changes })).toBe('within noise');
  });

  it('is "no change" only where the interval lies within 3% of 1', () => {
    expect(judge({ ...slower, logRatio: 0, test: { p: 1, exact: true }, interval: around(0.98, 1.02) })).toBe(
      'no change',
    );
    expect(judge({ ...slower, logRatio: 0, test: { p: 1, exact: true }, interval: around(0.96, 1.02) })).toBe(
      'within noise',
    );
  });

  it('is "not enough runs", never "no change" nor a change, where there are too few', () => {
    const few = { ...slower, isEnough: false };
    expect(judge(few)).toBe('not enough runs');
    expect(judge({ ...few, logRatio: 0, interval: around(0.999, 1.001) })).toBe('not enough runs');
    expect(judge({ ...few, interval: null, noiseFloor: null })).toBe('not enough runs');
  });

  it('needs no test for a change beyond what the machine does', () => {
    const alone = {
      ...slower,
      test: { p: 1, exact: true },
      isEnough: false,
      interval: null,
      noiseFloor: null,
      beyondDrift: true,
    };
    expect(judge({ ...alone, logRatio: Math.log(20) })).toBe('slower');
    expect(judge({ ...alone, logRatio: -Math.log(20) })).toBe('faster');
  });

  it('is a regression only where it is certain, in that direction, and as large as asked', () => {
    expect(isRegression(slower, 0.05)).toBe(true);
    expect(isRegression(slower, 0.21)).toBe(false);
    expect(isRegression({ ...slower, test: { p: 0.06, exact: true } }, 0.05)).toBe(false);
    expect(isRegression(faster, 0.05)).toBe(false);
    // A gate may ask for less than the verdict's 5%.
    const small = { ...slower, logRatio: Math.log(1.03), interval: around(1.02, 1.04), noiseFloor: 0 };
    expect([isRegression(small, 0.02), isRegression(small, 0.05), judge(small)]).toEqual([true, false, 'within noise']);
  });
});
