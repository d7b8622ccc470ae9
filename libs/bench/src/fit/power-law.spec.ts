import { describe, expect, it } from 'vitest';
import { describePowerLaw, fitPowerLaw } from './power-law.js';

const published = [9.93, 12.21, 15.1, 17.15, 22.01, 23.0, 25.39, 26.15, 28.8, 31.67].map((seconds, i) => ({
  size: 1000 * (i + 1),
  seconds: [seconds],
}));

describe('fitPowerLaw', () => {
  it("agrees with SciPy on the published profile's times", () => {
    // scipy.stats.linregress(log n, log t) of SciPy 1.17.1; slope +- t.ppf(0.975, 8) * stderr.
    const { exponent, exponent_ci95, factor_seconds: factor, r2 } = fitPowerLaw(published);
    expect(exponent).toBeCloseTo(0.52017211302411, 12);
    expect(exponent_ci95?.[0]).toBeCloseTo(0.45675476735888076, 11);
    expect(exponent_ci95?.[1]).toBeCloseTo(0.5835894586893393, 11);
    expect(factor).toBeCloseTo(0.24923323922541826, 12);
    expect(r2).toBeCloseTo(0.9781280488742115, 12);
  });

  it('finds the law that made the times, and no doubt about it', () => {
    const timings = [10, 100, 1000, 5000].map((size) => ({ size, seconds: [0.002 * size ** 1.25] }));
    const { exponent, exponent_ci95, factor_seconds: factor } = fitPowerLaw(timings);
    expect(exponent).toBeCloseTo(1.25, 12);
    expect(factor).toBeCloseTo(0.002, 12);
    expect((exponent_ci95?.[1] ?? 9) - (exponent_ci95?.[0] ?? 0)).toBeLessThan(1e-10);
  });

  it('is not bent by one disturbed run of a size', () => {
    const clean = fitPowerLaw(
      published.map(({ size, seconds }) => ({ size, seconds: [...seconds, ...seconds, ...seconds] })),
    );
    const disturbed = fitPowerLaw(
      published.map(({ size, seconds: [time] }, i) => ({ size, seconds: [time, i === 9 ? 5 * time : time, time] })),
    );
    expect(disturbed).toEqual(clean);
  });

  it('has no interval for two sizes, and calls equal times a law of exponent 0', () => {
    const { exponent, exponent_ci95, r2 } = fitPowerLaw([
      { size: 10, seconds: [2] },
      { size: 20, seconds: [2] },
    ]);
    expect({ exponent, exponent_ci95, r2 }).toEqual({ exponent: 0, exponent_ci95: null, r2: 1 });
  });

  it.each([
    [[{ size: 10, seconds: [1] }], 'a power law needs at least two different sizes'],
    [
      [
        { size: 10, seconds: [1] },
        { size: 10, seconds: [2] },
      ],
      'a power law needs at least two different sizes',
    ],
    [
      [
        { size: 10, seconds: [1] },
        { size: 20, seconds: [0] },
      ],
      'size 20 has the value 0',
    ],
    [
      [
        { size: 10, seconds: [1] },
        { size: -5, seconds: [1] },
      ],
      'size -5 has the value -5',
    ],
    [
      [
        { size: 10, seconds: [1] },
        { size: 20, seconds: [] },
      ],
      'size 20 has no times',
    ],
  ])('refuses %j', (timings, message) => {
    expect(() => fitPowerLaw(timings)).toThrow(message);
  });
});

describe('describePowerLaw', () => {
  it('says the law with its interval in one sentence', () => {
    expect(describePowerLaw('training time', fitPowerLaw(published))).toBe(
      'training time grows as n^0.52 (95% interval 0.46 to 0.58)',
    );
    expect(describePowerLaw('training time', fitPowerLaw(published.slice(0, 2)))).toBe('training time grows as n^0.30');
  });
});
