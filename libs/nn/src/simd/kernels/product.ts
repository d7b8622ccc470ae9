/**
 * The one matrix product behind forward, input gradient and weight gradient:
 *
 *     C[r][j] = start[j] + A[r][0] B[0][j] + A[r][1] B[1][j] + ...        each sum in this order,
 *                                                                         each operation rounded
 *
 * It computes what `reference/dense.ts` does, with the same order of terms. C is covered by tiles (`tile.ts`), or
 * computed without a ReLU's zeros (`active.ts`). A tile is four rows by two vectors, which is eight columns: eight
 * sums, two vectors of B, one element of A in every lane. That fits into the fifteen registers that V8 offers. One term
 * takes 22 instructions for 64 operations.
 */
import { FunctionBuilder } from '../function-builder.js';
import { emitProductByRows, emitProductByTerms, usesActiveRows, usesActiveTerms } from './active.js';
import { LANES, scalar, vector, VECTOR_BYTES } from './lanes.js';
import { at, overlappingBlocks } from './loops.js';
import { emitPack } from './pack.js';
import {
  longBlockVectors,
  productLocals,
  TILE_ROWS,
  tileVectors,
  type Product,
  type ProductLocals,
  type ProductMode,
} from './product-shape.js';
import { emitTile } from './tile.js';

/** Emits the whole product. */
export function emitProduct(f: FunctionBuilder, locals: ProductLocals, product: Product, mode: ProductMode): void {
  if (usesActiveTerms(product, mode)) {
    emitProductByTerms(f, locals, product, mode);
    return;
  }
  if (usesActiveRows(product, mode)) {
    emitProductByRows(f, locals, product, mode);
    return;
  }
  const { rows } = product;
  if (typeof rows === 'number') {
    emitRows(f, locals, product, bestTileRows(rows), mode);
    return;
  }
  // if rows >= 4: tiles of four rows, else of one
  f.block((done) => {
    f.block((few) => {
      f.get(rows);
      f.emit('i32.const', TILE_ROWS);
      f.emit('i32.lt_u');
      f.br_if(few);
      emitRows(f, locals, product, TILE_ROWS, mode);
      f.br(done);
    });
    emitRows(f, locals, product, 1, mode);
  });
}

/** A function without parameters that computes one product, so that it can be timed and studied by itself. */
export function productKernel(product: Product, mode: ProductMode = { fused: false, wide: false }): FunctionBuilder {
  const f = new FunctionBuilder();
  emitProduct(f, productLocals(f), product, mode);
  return f;
}

/** The largest number of rows of a tile for which at most a quarter of all rows is computed twice. */
function bestTileRows(rows: number): number {
  const computed = (size: number): number => Math.ceil(rows / size) * size;
  let best = 1;
  for (let size = 2; size <= Math.min(rows, TILE_ROWS); size++) {
    if (computed(size) - rows <= rows / 4) best = size;
  }
  return best;
}

function emitRows(
  f: FunctionBuilder,
  locals: ProductLocals,
  product: Product,
  tileRows: number,
  mode: ProductMode,
): void {
  const { a, columns, rows, panel } = product;
  const { row, column } = locals;
  if (columns < LANES) {
    f.emit('i32.const', 0);
    f.set(column);
    overlappingBlocks(f, row, rows, tileRows, () => {
      emitTile(f, locals, product, scalar, tileRows, columns, mode);
    });
    return;
  }
  // a sum of B's rows has no A to share between rows, so it is one long row
  const vectors = a === undefined ? longBlockVectors(columns) : tileVectors(columns, mode);
  const eachBlock = (body: () => void): void => {
    overlappingBlocks(f, column, columns, vectors * LANES, body);
  };
  if (panel === undefined) {
    overlappingBlocks(f, row, rows, tileRows, () => {
      eachBlock(() => {
        emitTile(f, locals, product, vector, tileRows, vectors, mode);
      });
    });
    return;
  }
  // blocks are the outer loop: each is copied once, row below row, and then serves all rows
  const packed = { address: at(panel), termStride: vectors * VECTOR_BYTES, isBlock: true };
  eachBlock(() => {
    emitPack(f, locals, product, panel, vectors);
    overlappingBlocks(f, row, rows, tileRows, () => {
      emitTile(f, locals, { ...product, b: packed }, vector, tileRows, vectors, mode);
    });
  });
}
