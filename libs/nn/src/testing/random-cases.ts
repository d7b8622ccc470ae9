/** Seeded random networks and rows for the tests, and a comparison to the last bit. */
import type { Generator } from '@fived/random';
import type { RowSet } from '../engine.js';

export const noRows: RowSet = { x: new Float32Array(0), y: new Float32Array(0), rowCount: 0 };

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

/** The x and y of some rows as plain numbers. */
export function gather({ x, y, rowCount }: RowSet, rows: Iterable<number>): { inputs: number[]; targets: number[] } {
  const inputSize = x.length / rowCount;
  const inputs: number[] = [];
  const targets: number[] = [];
  for (const row of rows) {
    inputs.push(...x.subarray(row * inputSize, (row + 1) * inputSize));
    targets.push(y[row]);
  }
  return { inputs, targets };
}

/**
 * Where two arrays differ in any bit (all NaN count as one, +0 and -0 as two): empty if nowhere, else the first few.
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
