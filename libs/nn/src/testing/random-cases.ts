/** Seeded random networks and rows for the tests, and comparisons to the last bit. */
import type { Generator } from '@fived/random';
import type { Engine, RowSet } from '../engine.js';

/** [inputs, hidden ..., 1] with inputs from 1 to 8, hidden widths from 1 to maxWidth, and 0 to 4 hidden layers. */
export function randomSizes(random: Generator, maxWidth: number): number[] {
  const hidden = Array.from({ length: random.integers(0, 5) }, () => random.integers(1, maxWidth + 1));
  return [random.integers(1, 9), ...hidden, 1];
}

/** Standard normal inputs and targets in float32. */
export function randomRows(random: Generator, rowCount: number, inputSize: number): RowSet {
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal(0, 1));
  return { x: normals(rowCount * inputSize), y: normals(rowCount), rowCount };
}

/**
 * Where two arrays differ in any bit (all NaN count as equal, +0 and -0 as different): empty if nowhere, else the first
 * few places.
 */
export function bitDifferences(actual: ArrayLike<number>, expected: ArrayLike<number>): string[] {
  if (actual.length !== expected.length) return [`${actual.length} values instead of ${expected.length}`];
  const found: string[] = [];
  for (let i = 0; i < actual.length && found.length < 5; i++) {
    const a = actual[i];
    const e = expected[i];
    if (!Object.is(a, e)) found.push(`[${i}] ${Object.is(a, -0) ? '-0' : a} instead of ${Object.is(e, -0) ? '-0' : e}`);
  }
  return found;
}

/** The same, except for the sign of a zero: the promise for gradients and predictions (docs/method/arithmetic.md). */
export function valueDifferences(actual: ArrayLike<number>, expected: ArrayLike<number>): string[] {
  const unsigned = (values: ArrayLike<number>): number[] => Array.from(values, (value) => value + 0);
  return bitDifferences(unsigned(actual), unsigned(expected));
}

/** What a comparison of two engines looks at. */
export type Looked = 'params' | 'grads' | 'm' | 'v' | 'lossSum' | 'epochLossSum' | 'betaPowers';

/** Where two engines break the promise of equal bits (the sign of a zero in gradients may differ). */
export function engineDifferences(actual: Engine, expected: Engine, names: readonly Looked[]): string[] {
  return names.flatMap((name) =>
    (name === 'grads' ? valueDifferences : bitDifferences)(actual[name], expected[name]).map((at) => `${name}${at}`),
  );
}

/** Whether a loss, parameter or moment is not finite. A training would end here; after that nothing is promised. */
export function hasDiverged({ lossSum, params, m, v }: Engine): boolean {
  return [lossSum, params, m, v].some((values) => !values.every((value) => Number.isFinite(value)));
}
