import { describe, expect, it } from 'vitest';
import { areBeyondDrift, noiseFloor, spreadOfRuns } from './noise.js';

const e = (log: number): number => Math.exp(log);
const times = (base: readonly number[], next: readonly number[]) => ({ base, next });

describe('the noise', () => {
  it('is the spread of runs about the mean of their size and sweep', () => {
    // Deviations of +-1 and +-2 in logarithms: squares 1, 1, 4, 4 over 4 - 2 degrees of freedom.
    expect(spreadOfRuns([times([e(0), e(2)], [e(10), e(14)])])).toBeCloseTo(Math.sqrt(5), 12);
    expect(spreadOfRuns([times([1], [2])])).toBeNull();
  });

  it('sets a floor of 1.25 standard errors of the difference of two means', () => {
    expect(noiseFloor(0.2, [5, 5])).toBeCloseTo(1.25 * 0.2 * Math.sqrt(0.4), 14);
    expect(noiseFloor(null, [5, 5])).toBeNull();
  });

  it('is out of the question where all runs differ by more than twice, the same way, three runs or more', () => {
    expect(areBeyondDrift([times([1, 1.1, 1], [2.3, 2.3, 40])])).toBe(true);
    expect(areBeyondDrift([times([2.3, 2.3, 40], [1, 1.1, 1])])).toBe(true);
    expect(areBeyondDrift([times([1, 1.1, 1.2], [2.3, 2.3, 40])])).toBe(false);
    expect(areBeyondDrift([times([1, 1], [20, 20])])).toBe(false);
    expect(areBeyondDrift([times([1], [20]), times([2], [40]), times([3], [60])])).toBe(true);
    expect(areBeyondDrift([times([1, 1], [20, 20]), times([20, 20], [1, 1])])).toBe(false);
  });
});
