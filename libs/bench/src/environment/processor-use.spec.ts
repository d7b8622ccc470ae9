import { describe, expect, it } from 'vitest';
import { coresInUse, readProcessors } from './processor-use.js';

const before = { cores: 2, busySeconds: 100, countedSeconds: 400, atSeconds: 1000 };

describe('coresInUse', () => {
  it('divides the busy time of all cores by the time on the clock: 0.7 s in half a second are 1.4 cores', () => {
    expect(coresInUse(before, { cores: 2, busySeconds: 100.7, countedSeconds: 401, atSeconds: 1000.5 })).toBeCloseTo(
      1.4,
      9,
    );
    expect(coresInUse(before, { cores: 2, busySeconds: 100, countedSeconds: 401, atSeconds: 1000.5 })).toBe(0);
  });

  it('is not misled by cores that wait for a disk, which are counted as neither busy nor idle', () => {
    // Both busy for 0.01 s, and not counted for the rest of the second.
    expect(coresInUse(before, { cores: 2, busySeconds: 100.02, countedSeconds: 400.02, atSeconds: 1001 })).toBeCloseTo(
      0.02,
      9,
    );
  });

  it('stays between none and all cores, as counters come in steps', () => {
    expect(coresInUse(before, { cores: 2, busySeconds: 101.02, countedSeconds: 401.02, atSeconds: 1000.5 })).toBe(2);
    expect(coresInUse(before, { cores: 2, busySeconds: 99.99, countedSeconds: 401, atSeconds: 1000.5 })).toBe(0);
  });

  it.each([
    ['no cores are shown', { ...before, cores: 0 }, { ...before, cores: 0, atSeconds: 1000.5 }],
    ['all counters are zero', { ...before, busySeconds: 0, countedSeconds: 0 }, undefined],
    ['the counters stand still', before, undefined],
    ['a core came or went', before, { cores: 3, busySeconds: 150, countedSeconds: 600, atSeconds: 1000.5 }],
    ['no time has passed', before, { ...before, busySeconds: 101, countedSeconds: 402 }],
  ])('is unknown where %s', (_, first, second = { ...first, atSeconds: 1000.5 }) => {
    expect(coresInUse(first, second)).toBeNull();
  });
});

describe('readProcessors', () => {
  it('tells the cores of this system, and no more busy than counted time', () => {
    const { cores, busySeconds, countedSeconds, atSeconds } = readProcessors();
    expect(cores).toBeGreaterThan(0);
    expect(busySeconds).toBeLessThanOrEqual(countedSeconds);
    expect(readProcessors().atSeconds).toBeGreaterThan(atSeconds);
  });
});
