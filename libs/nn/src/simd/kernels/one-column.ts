/**
 * The product of a single column, such as the output layer's, four rows side by side: a vector holds the sums of rows r
 * to r + 3. Each sum still adds its own terms in order. Four by four elements of A are transposed in registers
 * (`transpose.ts`), so that a vector has the same term of four rows:
 *
 *     for each 4 terms k
 *       a0 .. a3 = A[r .. r + 3][k .. k + 3], transposed
 *       sum = multiplyAdd(a0, B[k], sum), then a1 with B[k + 1], and so on
 */
import type { FunctionBuilder } from '../function-builder.js';
import { get, set } from './expressions.js';
import { int32, LANES, vector, VECTOR_BYTES } from './lanes.js';
import { address, advance, FLOAT_BYTES, indexed, loopUntil, overlappingBlocks, pushAddress } from './loops.js';
import type { Product, ProductLocals } from './product-shape.js';
import { emitFinish } from './sums.js';
import { emitPairs, transposedColumn } from './transpose.js';

type OneColumn = Product & Required<Pick<Product, 'a'>> & { readonly terms: number };

/** Whether a product is that of one column, and its terms come in fours. */
export const isOneColumn = (product: Product): product is OneColumn =>
  product.columns === 1 &&
  product.a?.termStride === FLOAT_BYTES &&
  typeof product.terms === 'number' &&
  product.terms % LANES === 0;

/** There must be at least four rows. */
export function emitOneColumn(f: FunctionBuilder, locals: ProductLocals, product: OneColumn): void {
  const { a, b, terms, start } = product;
  const { row, column, pA, pB, endB, pC, element: sum, sums } = locals;
  const rows = sums.slice(0, LANES);
  const pairs = sums.slice(LANES, 2 * LANES);
  set(f, column, int32.constant(0));
  overlappingBlocks(f, row, product.rows, LANES, () => {
    set(f, pA, indexed(address(a.address), row, a.rowStride));
    pushAddress(f, b.address);
    f.set(pB);
    set(f, endB, int32.add(get(pB), int32.constant(terms * b.termStride)));
    set(f, sum, start === undefined ? vector.constant(0) : vector.loadElement(address(start)));
    loopUntil(f, pB, endB, LANES * b.termStride, () => {
      rows.forEach((values, r) => {
        set(f, values, vector.load(get(pA), r * a.rowStride));
      });
      emitPairs(f, rows, pairs);
      for (let k = 0; k < LANES; k++) {
        const element = vector.loadElement(get(pB), k * b.termStride);
        set(f, sum, vector.multiplyAdd(transposedColumn(pairs, k), element, get(sum)));
      }
      advance(f, pA, VECTOR_BYTES);
    });
    // the four sums lie side by side, in C and in what has C's shape, as those of four columns would
    emitFinish(f, { lanes: vector, row, column, rows: 1, width: 1, sums: [sum], temporary: rows[0] }, product, pC);
  });
}
