/** J'J in the plainest order: the definition of `gram.ts`. */
import { GRAM_ROWS, type Gram } from '../gram.js';

const f32 = Math.fround;

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
          for (let j = i; j < columnCount; j++) products[at + j] = f32(products[at + j] + f32(element * rows[row + j]));
        }
      }
    },
  };
}
