import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { factorise, inverseDiagonal, invertFactor, solve } from './cholesky.js';

/** A matrix with known parts: L has whole numbers, and M = L L' needs no rounding. */
function knownCase(order: number, seed: number) {
  const random = defaultRng(seed);
  const factor = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    for (let j = 0; j < i; j++) factor[i * order + j] = random.integers(-2, 3);
    factor[i * order + i] = random.integers(1, 4);
  }
  const matrix = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    for (let j = 0; j < order; j++) {
      for (let k = 0; k <= Math.min(i, j); k++) matrix[i * order + j] += factor[i * order + k] * factor[j * order + k];
    }
  }
  return { factor, matrix };
}

const lower = (values: Float64Array, order: number): number[] =>
  Array.from(values).filter((_, at) => at % order <= Math.floor(at / order));

describe('factorise', () => {
  it('finds the factor, to the bit where it is of whole numbers, for every order to 13', () => {
    for (let order = 1; order <= 13; order++) {
      const { factor, matrix } = knownCase(order, order);
      expect(factorise(matrix, order)).toBe(true);
      expect(lower(matrix, order)).toEqual(lower(factor, order));
    }
  });

  it('refuses what is not positive definite', () => {
    expect(factorise(Float64Array.of(1, 2, 2, 1), 2)).toBe(false);
    expect(factorise(Float64Array.of(0), 1)).toBe(false);
  });

  it('refuses what is not finite', () => {
    expect(factorise(Float64Array.of(1, 0, NaN, 1), 2)).toBe(false);
    expect(factorise(Float64Array.of(Infinity), 1)).toBe(false);
  });
});

describe('solve', () => {
  it('solves by hand: [[4, 2], [2, 10]] x = [8, 22] has x = [1, 2]', () => {
    const matrix = Float64Array.of(4, 2, 2, 10);
    const b = Float64Array.of(8, 22);
    factorise(matrix, 2);
    solve(matrix, 2, b);
    expect(Array.from(b)).toEqual([1, 2]);
  });

  it('finds the x from which b was made', () => {
    for (let order = 1; order <= 13; order++) {
      const { factor, matrix } = knownCase(order, 50 + order);
      const x = Array.from({ length: order }, (_, i) => (i % 3) - 1);
      const b = Float64Array.from({ length: order }, (_, i) =>
        x.reduce((sum, value, j) => sum + matrix[i * order + j] * value, 0),
      );
      solve(factor, order, b);
      // condition numbers of these matrices reach about 1e5
      b.forEach((value, i) => {
        expect(value).toBeCloseTo(x[i], 8);
      });
    }
  });
});

describe('inverseDiagonal', () => {
  it('is that of [[2, 0], [1, 3]]: M = [[4, 2], [2, 10]], whose inverse is [[10, -2], [-2, 4]] / 36', () => {
    const factor = Float64Array.of(2, 0, 1, 3);
    const diagonal = new Float64Array(2);
    invertFactor(factor, 2);
    inverseDiagonal(factor, 2, diagonal);
    expect(diagonal[0]).toBeCloseTo(10 / 36, 15);
    expect(diagonal[1]).toBeCloseTo(4 / 36, 15);
  });

  it('equals the solutions for the unit vectors, for every order to 13', () => {
    for (let order = 1; order <= 13; order++) {
      const { factor } = knownCase(order, 80 + order);
      const expected = Array.from({ length: order }, (_, i) => {
        const unit = new Float64Array(order);
        unit[i] = 1;
        solve(factor, order, unit);
        return unit[i];
      });
      const diagonal = new Float64Array(order);
      invertFactor(factor, order);
      inverseDiagonal(factor, order, diagonal);
      expected.forEach((value, i) => {
        expect(diagonal[i] / value).toBeCloseTo(1, 8);
      });
    }
  });
});
