import { describe, expect, it } from 'vitest';
import { leastSquares } from './least-squares.js';
import { floats, golden } from '../testing/golden.js';

const fitted = (columns: readonly Float64Array[], coefficients: Float64Array): Float64Array =>
  columns[0].map((_, row) => columns.reduce((sum, column, i) => sum + column[row] * coefficients[i], 0));

describe('leastSquares', () => {
  it.each(golden.leastSquares)('fits as numpy.linalg.lstsq does for $title', (example) => {
    const columns = example.columns.map(floats);
    const y = floats(example.y);
    const ours = fitted(columns, leastSquares(columns, y));
    floats(example.fitted).forEach((value, row) => {
      expect(ours[row]).toBeCloseTo(value, 10);
    });
  });

  it.each(golden.leastSquares.filter(({ rank, columns }) => rank === columns.length))(
    'finds the coefficients of numpy.linalg.lstsq for $title',
    (example) => {
      const ours = leastSquares(example.columns.map(floats), floats(example.y));
      floats(example.coefficients).forEach((value, i) => {
        // condition numbers are up to 1e6
        expect(Math.abs(ours[i] - value)).toBeLessThanOrEqual(1e-8 * Math.abs(value));
      });
    },
  );

  it.each(golden.leastSquares)('uses as many columns as the rank says for $title', (example) => {
    const coefficients = leastSquares(example.columns.map(floats), floats(example.y));
    expect(coefficients.filter((value) => value !== 0)).toHaveLength(example.rank);
  });

  it('changes neither columns nor targets', () => {
    const columns = [Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 4)];
    const y = Float64Array.of(2, 3, 5);
    const [intercept, slope] = leastSquares(columns, y);
    expect(intercept).toBeCloseTo(1, 12);
    expect(slope).toBeCloseTo(1, 12);
    expect(columns).toEqual([Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 4)]);
    expect(y).toEqual(Float64Array.of(2, 3, 5));
  });
});
