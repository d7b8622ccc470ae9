/**
 * One tile of a product: some rows of C by some vectors of four columns, or by single columns where a matrix has fewer
 * than four. Its sums stay in registers while all terms are added.
 *
 * A vector runs across the columns, never along a sum, so the bits are the reference's. The loop over the terms is not
 * unrolled: V8 would move the loads up and spill.
 */
import type { FunctionBuilder, Local } from '../function-builder.js';
import { get, set, type Push } from './expressions.js';
import type { ProductLanes } from './lanes.js';
import {
  address,
  addScaled,
  advance,
  FLOAT_BYTES,
  indexed,
  loopUntil,
  pushAddress,
  pushCount,
  type Address,
  type Count,
} from './loops.js';
import type { Product, ProductLocals } from './product-shape.js';
import { emitFinish, emitStart } from './sums.js';

/** `tileRows` rows by `width` vectors or single columns, starting at (row, column). */
export function emitTile(
  f: FunctionBuilder,
  locals: ProductLocals,
  product: Product,
  lanes: ProductLanes,
  tileRows: number,
  width: number,
): void {
  const { a, b, terms } = product;
  const { row, column, pA, pB, endB, pC, element: x, b: bRow, sums } = locals;
  // pA = A + row * rowStride      pB = B + column      endB = pB + terms * termStride
  if (a !== undefined) set(f, pA, indexed(address(a.address), row, a.rowStride));
  emitBlockBounds(f, b.address, b.termStride, b.isBlock === true ? undefined : column, terms, pB, endB);

  const tile = { lanes, row, column, rows: tileRows, width, sums, temporary: x };
  emitStart(f, tile, product);

  // do
  //   b[j] = B at pB
  //   for each row r:  x = A at pA + r * rowStride;  sum[r][j] += x * b[j]
  //   pA += termStride of A;  pB += termStride of B
  // while pB is not at the end
  const loadB = (j: number): Push => lanes.load(get(pB), j * lanes.bytes);
  loopUntil(f, pB, endB, b.termStride, () => {
    if (a === undefined) {
      // every x is 1
      for (let k = 0; k < tileRows * width; k++) set(f, sums[k], lanes.add(get(sums[k]), loadB(k % width)));
      return;
    }
    const isOneRow = tileRows === 1; // it may be long, and uses each vector of B once
    if (!isOneRow) for (let j = 0; j < width; j++) set(f, bRow[j], loadB(j));
    for (let r = 0; r < tileRows; r++) {
      set(f, x, lanes.loadElement(get(pA), r * a.rowStride));
      for (let j = 0; j < width; j++) {
        const sum = sums[r * width + j];
        set(f, sum, lanes.multiplyAdd(get(x), isOneRow ? loadB(j) : get(bRow[j]), get(sum)));
      }
    }
    advance(f, pA, a.termStride);
  });

  emitFinish(f, tile, product, pC);
}

/** from = start + column, if start is given; end = from + terms * stride */
export function emitBlockBounds(
  f: FunctionBuilder,
  start: Address,
  stride: number,
  column: Local | undefined,
  terms: Count,
  from: Local,
  end: Local,
): void {
  pushAddress(f, start);
  if (column !== undefined) addScaled(f, column, FLOAT_BYTES);
  f.tee(from);
  pushCount(f, terms);
  f.emit('i32.const', stride);
  f.emit('i32.mul');
  f.emit('i32.add');
  f.set(end);
}
