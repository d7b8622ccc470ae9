import { describe, expect, it } from 'vitest';
import { type Clock, clockResolutionNs, secondsBetween, systemClock } from './clock.js';

/** Ticks by the given steps, one after another, once every `readingsPerTick` readings. */
const tickingClock = (stepsNs: readonly number[], readingsPerTick: number): Clock => {
  let readings = 0;
  let timeNs = 0n;
  return {
    name: 'ticking',
    nowNs: () => {
      readings++;
      if (readings % readingsPerTick === 0) timeNs += BigInt(stepsNs[(readings / readingsPerTick) % stepsNs.length]);
      return timeNs;
    },
  };
};

describe('clockResolutionNs', () => {
  it('finds the smallest step of a clock that ticks unevenly', () => {
    expect(clockResolutionNs(tickingClock([140, 90, 4000], 1))).toBe(90);
  });

  it('finds the tick of a clock that stands still between ticks', () => {
    expect(clockResolutionNs(tickingClock([1_000_000], 500))).toBe(1_000_000);
  });

  it('refuses a clock that stands still', () => {
    expect(() => clockResolutionNs({ name: 'stopped', nowNs: () => 5n })).toThrow('the clock stopped did not advance');
  });

  it('finds a whole, positive number of nanoseconds for the clock of this system', () => {
    const stepNs = clockResolutionNs();
    expect(Number.isInteger(stepNs)).toBe(true);
    expect(stepNs).toBeGreaterThan(0);
  });
});

describe('systemClock', () => {
  it('never falls', () => {
    const readings = Array.from({ length: 1000 }, () => systemClock.nowNs());
    expect(readings.every((now, i) => i === 0 || now >= readings[i - 1])).toBe(true);
  });
});

describe('secondsBetween', () => {
  it('keeps single nanoseconds however long the clock has been running', () => {
    const aYearNs = 31_557_600n * 1_000_000_000n;
    expect(secondsBetween(aYearNs, aYearNs + 2_000_000_001n)).toBe(2.000000001);
  });
});
