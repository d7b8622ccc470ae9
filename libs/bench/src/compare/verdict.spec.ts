import { describe, expect, it } from 'vitest';
import { isRegression, judge, type Evidence } from './verdict.js';

describe('the verdict', () => {
  const slower: Evidence = {
    logRatio: Math.log(1.2),
    interval: { lower: Math.log(1.1), upper: Math.log(1.3) },
    p: 0.008,
    mostP: 0.05,
    isEnough: true,
    noiseFloor: Math.log(1.1),
    isBeyondDrift: false,
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
    ['the test finds nothing', { p: 0.06 }],
    ['the interval holds 1', { interval: around(0.99, 1.5) }],
    ['the noise reaches as far', { noiseFloor: Math.log(1.25) }],
    ['the effect is below 5%', { logRatio: Math.log(1.04), interval: around(1.038, 1.042), noiseFloor: 0 }],
  ])('is within noise where %s', (_, changes: Partial<Evidence>) => {
    expect(judge({ ...slower, ...changes })).toBe('within noise');
  });

  it('is "no change" only where the interval lies within 3% of 1', () => {
    expect(judge({ ...slower, logRatio: 0, p: 1, interval: around(0.98, 1.02) })).toBe('no change');
    expect(judge({ ...slower, logRatio: 0, p: 1, interval: around(0.96, 1.02) })).toBe('within noise');
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
      p: 1,
      isEnough: false,
      interval: null,
      noiseFloor: null,
      isBeyondDrift: true,
    };
    expect(judge({ ...alone, logRatio: Math.log(20) })).toBe('slower');
    expect(judge({ ...alone, logRatio: -Math.log(20) })).toBe('faster');
  });

  it('is a regression only where it is certain, in that direction, and as large as asked', () => {
    expect(isRegression(slower, 0.05)).toBe(true);
    expect(isRegression(slower, 0.21)).toBe(false);
    expect(isRegression({ ...slower, p: 0.06 }, 0.05)).toBe(false);
    expect(isRegression(faster, 0.05)).toBe(false);
    // A gate may ask for less than the 5% of the verdict.
    const small = { ...slower, logRatio: Math.log(1.03), interval: around(1.02, 1.04), noiseFloor: 0 };
    expect([isRegression(small, 0.02), isRegression(small, 0.05), judge(small)]).toEqual([true, false, 'within noise']);
  });
});
