/**
 * The one matrix product behind forward, input gradient and weight gradient:
 *
 *     C[r][j] = start[j] + A[r][0] B[0][j] + A[r][1] B[1][j] + ...        each sum in this order,
 *                                                                         each term one multiply-add
 *
 * It computes what `reference/dense.ts` does, with the same order of terms. C is covered by tiles (`tile.ts`), or
 * computed without a ReLU's zeros (`active.ts`), or by rows if it is one column (`one-column.ts`).
 */
import { FunctionBuilder, type Local } from '../function-builder.js';
import { emitProductByRows, emitProductByTerms, usesActiveRows, usesActiveTerms } from './active.js';
import { get, select, set } from './expressions.js';
import { firstLane, int32, LANES, vector, VECTOR_BYTES } from './lanes.js';
import { at, blocksUpTo, overlappingBlocks } from './loops.js';
import { emitOneColumn, isOneColumn } from './one-column.js';
import { emitPack } from './pack.js';
import {
  longBlockVectors,
  productLocals,
  TILE_ROWS,
  tileVectors,
  type Product,
  type ProductLocals,
} from './product-shape.js';
import { emitTile } from './tile.js';

/**
 * Emits the whole product.
 *
 * @param wide with tiles for V8's 256-bit mode
 */
export function emitProduct(f: FunctionBuilder, locals: ProductLocals, product: Product, wide: boolean): void {
  if (usesActiveTerms(product, wide)) {
    emitProductByTerms(f, locals, product);
    return;
  }
  if (usesActiveRows(product, wide)) {
    emitProductByRows(f, locals, product);
    return;
  }
  if (!isOneColumn(product)) {
    emitTiles(f, locals, product, wide);
    return;
  }
  // if rows >= 4: four rows at a time, else tiles
  const { rows } = product;
  f.block((done) => {
    f.block((few) => {
      int32.lt(int32.count(rows), int32.constant(LANES))(f);
      f.br_if(few);
      emitOneColumn(f, locals, product);
      f.br(done);
    });
    emitTiles(f, locals, product, wide);
  });
}

/** A function without parameters that computes one product, so that it can be timed and studied by itself. */
export function productKernel(product: Product, wide = false): FunctionBuilder {
  const f = new FunctionBuilder();
  emitProduct(f, productLocals(f), product, wide);
  return f;
}

function emitTiles(f: FunctionBuilder, locals: ProductLocals, product: Product, wide: boolean): void {
  const { a, columns, panel } = product;
  const { column } = locals;
  if (columns < LANES) {
    set(f, column, int32.constant(0));
    eachTileOfRows(f, locals.row, product.rows, (tileRows) => {
      emitTile(f, locals, product, firstLane, tileRows, columns);
    });
    return;
  }
  // one row shares no part of B with another, so it is long; a sum of B's rows is one row
  const isOneRow = a === undefined || product.rows === 1;
  const vectors = isOneRow ? longBlockVectors(columns) : tileVectors(columns, wide);
  const eachBlock = (body: () => void): void => {
    overlappingBlocks(f, column, columns, vectors * LANES, body);
  };
  if (panel === undefined) {
    eachTileOfRows(f, locals.row, product.rows, (tileRows) => {
      eachBlock(() => {
        emitTile(f, locals, product, vector, tileRows, vectors);
      });
    });
    return;
  }
  // blocks are the outer loop: each is copied once, row below row, and then serves all rows
  const packed = { address: at(panel), termStride: vectors * VECTOR_BYTES, isBlock: true };
  eachBlock(() => {
    emitPack(f, locals, product, panel, vectors);
    eachTileOfRows(f, locals.row, product.rows, (tileRows) => {
      emitTile(f, locals, { ...product, b: packed }, vector, tileRows, vectors);
    });
  });
}

/**
 * Covers the rows with as few tiles as can be, as even as can be, without overlap.
 *
 * A known number of rows has tiles of two neighbouring sizes. An unknown one has them of TILE_ROWS and one less, as
 * long as such tiles make up the number (17 = 6 + 6 + 5; every number from 20 on); otherwise the rest has tiles of one
 * row.
 */
function eachTileOfRows(f: FunctionBuilder, row: Local, rows: Product['rows'], body: (tileRows: number) => void): void {
  set(f, row, int32.constant(0));
  const upTo = (end: Product['rows'], size: number): void => {
    blocksUpTo(f, row, end, size, () => {
      body(size);
    });
  };
  if (typeof rows === 'number') {
    const tiles = Math.ceil(rows / TILE_ROWS);
    const size = Math.floor(rows / tiles);
    const larger = rows % tiles;
    if (larger > 0) upTo(larger * (size + 1), size + 1);
    upTo(rows, size);
    return;
  }
  const { sub, mul, remainder, lt, constant } = int32;
  const [T, less] = [constant(TILE_ROWS), constant(TILE_ROWS - 1)];
  const end = f.local('i32');
  // T x + (T - 1) y = rows with y < T has y = -rows mod T = (T - 1) rows mod T
  set(f, end, sub(get(rows), mul(less, remainder(mul(less, get(rows)), T))));
  const isMadeUp = f.local('i32');
  set(f, isMadeUp, lt(constant(-1), get(end)));
  set(f, end, select('i32', get(end), sub(get(rows), remainder(get(rows), T)), get(isMadeUp)));
  upTo(end, TILE_ROWS);
  f.get(isMadeUp);
  f.if(() => {
    upTo(rows, TILE_ROWS - 1);
  });
  upTo(rows, 1);
}
