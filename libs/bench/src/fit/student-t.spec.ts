import { describe, expect, it } from 'vitest';
import { studentT } from './student-t.js';

describe("Student's t", () => {
  // scipy.stats.t.ppf((1 + confidence) / 2, df) of SciPy 1.17.1.
  it.each([
    [0.95, 1, 12.706204736174694],
    [0.95, 2, 4.302652729749462],
    [0.95, 3, 3.1824463052837078],
    [0.95, 8, 2.306004135204166],
    [0.99, 8, 3.355387331333395],
    [0.95, 30, 2.0422724563012378],
    [0.5, 5, 0.7266868438004226],
    [0.95, 1000, 1.9623390808264083],
  ])("at confidence %d and %d degrees of freedom agrees with SciPy's", (confidence, degreesOfFreedom, expected) => {
    expect(Math.abs(studentT(confidence, degreesOfFreedom) / expected - 1)).toBeLessThan(1e-11);
  });

  it.each([
    [0.95, 0, 'degrees of freedom are 0: they must be a positive integer'],
    [0.95, 2.5, 'degrees of freedom are 2.5'],
    [1, 3, 'confidence is 1: it must lie between 0 and 1'],
    [NaN, 3, 'confidence is NaN'],
  ])('refuses confidence %d with %d degrees of freedom', (confidence, degreesOfFreedom, message) => {
    expect(() => studentT(confidence, degreesOfFreedom)).toThrow(message);
  });
});
