/**
 * The one costly product of second-order training: J'J of the Jacobian's rows (levenberg-marquardt/). This file has the
 * contract, and the plain loops that define it.
 *
 *     products[i][j] = sum over the rows k of rows[k][i] * rows[k][j]        for i <= j
 *
 * in float32, sum = fma32(a, b, sum), rows from the first to the last, no zeros left out. Every implementation gives
 * these bits.
 */
import { fma32 } from './reference/fma32.js';

export interface Gram {
  /** Floats from one row to the next; at least the number of columns. */
  readonly stride: number;
  /** The most rows at once. */
  readonly rowCapacity: number;
  /** (rowCapacity, stride) row-major. The caller fills it, and leaves the columns beyond its own at zero. */
  readonly rows: Float32Array;
  /** (stride, stride) row-major. Only i <= j is valid; the values below the diagonal are undefined. */
  readonly products: Float32Array;
  /** Overwrites products with those of the first `count` rows. */
  multiply(count: number): void;
}

/** @param columnCount the number of the network's parameters */
export type GramFactory = (columnCount: number) => Gram;

/**
 * Few enough that their part of a block of columns stays in the first-level cache, and that float32 sums stay short.
 */
export const GRAM_ROWS = 256;

/** The plain loops. @param columnCount parameters of the network */
export function createReferenceGram(columnCount: number): Gram {
  const rows = new Float32Array(GRAM_ROWS * columnCount);
  const products = new Float32Array(columnCount * columnCount);

  return {
    stride: columnCount,
    rowCapacity: GRAM_ROWS,
    rows,
    products,
    multiply(count: number): void {
      products.fill(0);
      for (let k = 0; k < count; k++) {
        const row = k * columnCount;
        for (let i = 0; i < columnCount; i++) {
          const element = rows[row + i];
          const at = i * columnCount;
          for (let j = i; j < columnCount; j++) products[at + j] = fma32(element, rows[row + j], products[at + j]);
        }
      }
    },
  };
}
