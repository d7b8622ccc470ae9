/**
 * One tile of a product: some rows of C by some vectors of four columns, whose sums stay in registers while all terms
 * are added; or by single columns, where a matrix has fewer than four.
 *
 * It is vectorised across the columns, never across a sum, and multiply and add stay two operations: so it gives the
 * reference's bits. The loop over the terms is not unrolled: V8 would move the loads up and spill (10 to 18 GFLOP/s in
 * place of 25 to 33).
 */
import type { FunctionBuilder, Local } from '../function-builder.js';
import { addScaled, advance, FLOAT_BYTES, pushAddress, pushCount, type Address, type Count } from './loops.js';
import type { Product, ProductLocals, ProductMode } from './product-shape.js';
import { emitFinish, emitMultiplyAdd, emitStart, type Lanes } from './sums.js';

/** `tileRows` rows by `width` vectors or single columns, from (row, column) on. */
export function emitTile(
  f: FunctionBuilder,
  locals: ProductLocals,
  product: Product,
  lanes: Lanes,
  tileRows: number,
  width: number,
  { fused }: ProductMode,
): void {
  const { a, b, terms } = product;
  const { row, column, pA, pB, endB, pC } = locals;
  const { element, b: bRow, sums } = locals[lanes.type];
  // pA = A + row * rowStride      pB = B + column      endB = pB + terms * termStride
  if (a !== undefined) {
    pushAddress(f, a.address);
    addScaled(f, row, a.rowStride);
    f.set(pA);
  }
  emitBlockBounds(f, b.address, b.termStride, b.isBlock === true ? undefined : column, terms, pB, endB);

  const tile = { lanes, row, column, rows: tileRows, width, sums, temporary: element };
  emitStart(f, tile, product);

  // do
  //   b[j] = B at pB
  //   for each row r:  element = A at pA + r * rowStride;  sum[r][j] += element * b[j]
  //   pA += termStride of A;  pB += termStride of B
  // while pB is not at the end
  f.loop((again) => {
    for (let j = 0; a !== undefined && j < width; j++) {
      f.get(pB);
      f.emit(lanes.load, j * lanes.bytes);
      f.set(bRow[j]);
    }
    for (let r = 0; r < tileRows; r++) {
      if (a !== undefined) {
        f.get(pA);
        f.emit(lanes.loadElement, r * a.rowStride);
        f.set(element);
      }
      for (let j = 0; j < width; j++) {
        const sum = sums[r * width + j];
        if (a === undefined) {
          f.get(sum);
          f.get(pB);
          f.emit(lanes.load, j * lanes.bytes);
          f.emit(lanes.add);
        } else {
          emitMultiplyAdd(
            f,
            lanes,
            sum,
            element,
            () => {
              f.get(bRow[j]);
            },
            fused,
          );
        }
        f.set(sum);
      }
    }
    if (a !== undefined) advance(f, pA, a.termStride);
    advance(f, pB, b.termStride);
    f.get(pB);
    f.get(endB);
    f.emit('i32.ne');
    f.br_if(again);
  });

  emitFinish(f, tile, product, pC);
}

/** from = address + column, if there is one; end = from + terms * stride */
export function emitBlockBounds(
  f: FunctionBuilder,
  address: Address,
  stride: number,
  column: Local | undefined,
  terms: Count,
  from: Local,
  end: Local,
): void {
  pushAddress(f, address);
  if (column !== undefined) addScaled(f, column, FLOAT_BYTES);
  f.tee(from);
  pushCount(f, terms);
  f.emit('i32.const', stride);
  f.emit('i32.mul');
  f.emit('i32.add');
  f.set(end);
}
