import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { Interpolator } from './index.js';
import { quick } from './testing/rows.js';
import { calibrate, coverageOf, standardDeviationOf } from './uncertainty.js';

const normal = (length: number, seed: number): Float64Array => {
  const random = defaultRng(seed);
  return Float64Array.from({ length }, () => random.normal(0, 1));
};

const share = (count: number, of: (i: number) => boolean): number =>
  Array.from({ length: count }, (_, i) => of(i)).filter(Boolean).length / count;

describe('The uncertainty that is learned', () => {
  it('is the root of the mean squared residual where members do not differ', () => {
    const { spreadFactor, floor } = calibrate(
      Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 3 : -1)),
      new Float64Array(40),
    );
    expect(spreadFactor).toBe(0);
    expect(floor).toBeCloseTo(Math.sqrt(5), 12);
  });

  it('takes the residual of rank ceil(0.95 (n + 1)) for the edge of the band', () => {
    // of 1 to 99, in another order: rank 95
    const residuals = Float64Array.from({ length: 99 }, (_, i) => (((i * 37) % 99) + 1) * (i % 2 === 0 ? 1 : -1));
    const { floor, bandMultiplier } = calibrate(residuals, new Float64Array(99));
    expect(floor * bandMultiplier).toBeCloseTo(95, 10);
  });

  it.each([1, 2, 3, 18])(
    'of %i rows, too few for a quantile, holds them all and a normal band at least',
    (rowCount) => {
      const residuals = normal(rowCount, 1);
      const variances = normal(rowCount, 2).map((value) => value * value);
      const uncertainty = calibrate(residuals, variances);
      expect(uncertainty.bandMultiplier).toBeGreaterThanOrEqual(1.96);
      residuals.forEach((residual, row) => {
        expect(Math.abs(residual)).toBeLessThanOrEqual(
          standardDeviationOf(uncertainty, variances[row]) * uncertainty.bandMultiplier * (1 + 1e-12),
        );
      });
    },
  );

  it('is zero where the predictions are exact', () => {
    expect(calibrate(new Float64Array(30), normal(30, 3).map(Math.abs))).toEqual({
      spreadFactor: 0,
      floor: 0,
      bandMultiplier: 0,
    });
  });

  it('tells noise from what the members disagree on', () => {
    const count = 4000;
    const variances = normal(count, 4).map((value) => Math.exp(2 * value));
    const residualsOf = (spreadFactor: number, floor: number): Float64Array =>
      normal(count, 5).map((value, row) => value * Math.sqrt(spreadFactor ** 2 * variances[row] + floor ** 2));
    for (const [spreadFactor, floor] of [
      [0.5, 0.5],
      [1, 0.5],
      [0.01, 0.04],
    ]) {
      const uncertainty = calibrate(residualsOf(spreadFactor, floor), variances);
      expect(uncertainty.spreadFactor / spreadFactor).toBeCloseTo(1, 0.5);
      expect(uncertainty.floor / floor).toBeCloseTo(1, 0.5);
      // of a normal distribution
      expect(uncertainty.bandMultiplier).toBeCloseTo(1.96, 0.7);
    }
  });

  it.each([1e-9, 1e9])('is %d times as large where residuals and spread are', (factor) => {
    const residuals = normal(100, 6);
    const variances = normal(100, 7).map((value) => value * value);
    const { spreadFactor, floor, bandMultiplier } = calibrate(residuals, variances);
    const scaled = calibrate(
      residuals.map((value) => value * factor),
      variances.map((value) => value * factor * factor),
    );
    expect(scaled.spreadFactor).toBeCloseTo(spreadFactor, 10);
    expect(scaled.floor / factor).toBeCloseTo(floor, 10);
    expect(scaled.bandMultiplier).toBeCloseTo(bandMultiplier, 10);
  });

  it('covers 95% of further rows, whatever the distribution of the noise, on average over calibrations', () => {
    // heavy-tailed: Student's t with 2 degrees of freedom
    const heavy = (length: number, seed: number): Float64Array => {
      const [a, b, c] = [normal(length, 3 * seed), normal(length, 3 * seed + 1), normal(length, 3 * seed + 2)];
      return a.map((value, i) => value / Math.sqrt((b[i] ** 2 + c[i] ** 2) / 2));
    };
    const coverages = Array.from({ length: 200 }, (_, seed) => {
      const { floor, bandMultiplier } = calibrate(heavy(59, seed + 1), new Float64Array(59));
      const unseen = heavy(500, seed + 1001);
      return share(500, (i) => Math.abs(unseen[i]) <= floor * bandMultiplier);
    });
    // rank 57 of 59: 57 / 60 on average. Its standard deviation over calibrations is 0.028, so that of the mean of 200
    // is 0.002.
    expect(coverages.reduce((sum, value) => sum + value, 0) / 200).toBeCloseTo(0.95, 1.8);
  });
});

describe('coverageOf', () => {
  it('is the share of values within their bounds, the bounds themselves included', () => {
    expect(coverageOf(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 1, 4, 5), Float64Array.of(2, 2, 5, 6))).toBe(0.5);
  });
});

/** Friedman's first function (1991) with noise of standard deviation 1. */
function friedman(rowCount: number, seed: number): { x: Float64Array; y: Float64Array } {
  const random = defaultRng(seed);
  const x = Float64Array.from({ length: 5 * rowCount }, () => random.random());
  const y = Float64Array.from({ length: rowCount }, (_, row) => {
    const [a, b, c, d, e] = x.subarray(5 * row, 5 * row + 5);
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + random.normal(0, 1);
  });
  return { x, y };
}

describe('The 95% band of a fit', () => {
  const data = friedman(600, 1);
  const unseen = friedman(5000, 2);

  const alone = Interpolator.fit(data, { ...quick, members: 1 });
  const fitted = Interpolator.fit(data, { ...quick, members: 3 });

  it.each([1, 3])('holds between 0.9 and 0.99 of the noisy targets of unseen rows with %i member(s)', (members) => {
    const { metrics, lower, upper } = (members === 1 ? alone : fitted).evaluate(unseen);
    expect(metrics.coverage95).toBeGreaterThan(0.9);
    expect(metrics.coverage95).toBeLessThan(0.99);
    expect(metrics.coverage95).toBe(share(5000, (row) => unseen.y[row] >= lower[row] && unseen.y[row] <= upper[row]));
  });

  it('is the prediction and as much above it as below, in standard deviations', () => {
    const { prediction, standardDeviation, lower, upper } = fitted.predictWithUncertainty(unseen.x);
    const { bandMultiplier } = fitted.model.uncertainty;
    prediction.forEach((value, row) => {
      expect(upper[row] - value).toBeCloseTo(bandMultiplier * standardDeviation[row], 10);
      expect(value - lower[row]).toBeCloseTo(bandMultiplier * standardDeviation[row], 10);
    });
    // mostly noise, whose standard deviation is 1
    const mean = standardDeviation.reduce((sum, value) => sum + value, 0) / 5000;
    expect(mean).toBeGreaterThan(0.8);
    expect(mean).toBeLessThan(1.4);
  });

  it('widens where members part, far from the data, and with one member has the same width everywhere', () => {
    const widths = (model: Interpolator): number[] =>
      [0.5, 5].map((far) => model.predictWithUncertainty([[far, far, far, far, far]]).standardDeviation[0]);
    const [near, far] = widths(fitted);
    expect(far).toBeGreaterThan(2 * near);
    const [here, there] = widths(alone);
    expect(there).toBe(here);
  });

  it('comes with the target: of a target 1e6 larger and 1e-4 as wide it is 1e-4 as wide', () => {
    const other = Interpolator.fit(
      { x: data.x, y: data.y.map((value) => 1e6 + 1e-4 * value) },
      { ...quick, members: 3 },
    );
    const { standardDeviation } = fitted.predictWithUncertainty(unseen.x);
    other.predictWithUncertainty(unseen.x).standardDeviation.forEach((value, row) => {
      expect(value / 1e-4 / standardDeviation[row]).toBeCloseTo(1, 1);
    });
  });
});
