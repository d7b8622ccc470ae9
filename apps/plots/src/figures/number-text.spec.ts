import { describe, expect, it } from 'vitest';
import { r2Text, shortened, significant } from './number-text.js';

describe('significant', () => {
  it.each([
    [0, '0'],
    [0.0123456, '0.0123'],
    [0.5, '0.500'],
    [-1.2345, '−1.23'],
    [12345.6, '12,346'],
    [999999, '999,999'],
    [1234567, '1.23e6'],
    [0.00012345, '0.000123'],
    [1.5e-8, '1.50e-8'],
    [-2e12, '−2.00e12'],
  ])('writes %d with three digits as %s', (value, text) => {
    expect(significant(value)).toBe(text);
  });

  it.each([
    [0.005, '0.005'],
    [20, '20'],
    [5e-9, '5e-9'],
  ])('writes the round number %d with one', (value, text) => {
    expect(significant(value, 1)).toBe(text);
  });
});

describe('r2Text', () => {
  it.each([
    [1, '1.0000'],
    [0, '0.0000'],
    [0.5, '0.5000'],
    [0.99876, '0.9988'],
    [0.999977, '0.999977'],
    [0.99999999, '0.999999990'],
    [-0.25, '−0.2500'],
    [-1e12, '−1.00e12'],
  ])('shows of %d two digits of what is missing to 1: %s', (r2, text) => {
    expect(r2Text(r2)).toBe(text);
  });
});

describe('shortened', () => {
  it('leaves the middle out of a long name, and a short one alone', () => {
    expect(shortened('stress', 6)).toBe('stress');
    expect(shortened('stress at the notch root (MPa)', 16)).toBe('stress a…t (MPa)');
  });
});
