/**
 * The product without the zeros of a ReLU, which are about half of its outputs. The lists of `lists.ts` name the units
 * that count. The sums, their order and their roundings are those of `tile.ts`, so the bits are the same.
 * `reference/dense.ts` leaves out the same terms.
 *
 *     forward, input gradient
 *       by terms:   C[r][j] = start[j] + sum over the active k of row r of A[r][k] B[k][j]
 *     weight gradient, of some units or all
 *       by rows:    C[i][j] = 0, and then for each k, for the active i of row k:
 *                   C[i][j] += A[i][k] B[k][j]
 *
 * Every row has its own active units, so one row is computed at a time. It uses eight vectors, since each sum must wait
 * for its previous addition. By rows, C lies in memory and a row of B in registers, instead of the other way round;
 * each element of C still adds its terms in the same order.
 */
import type { FunctionBuilder, Label, Local } from '../function-builder.js';
import { get, set } from './expressions.js';
import { LANES, vector } from './lanes.js';
import {
  addScaled,
  advance,
  at,
  FLOAT_BYTES,
  overlappingBlocks,
  pushAddress,
  type Address,
  type Count,
} from './loops.js';
import { emitPack } from './pack.js';
import {
  ENTRY_BYTES,
  longBlockVectors,
  MOST_LONG_VECTORS,
  POINTER_BYTES,
  type ActiveUnits,
  type Product,
  type ProductLocals,
} from './product-shape.js';
import { emitFinish, emitStart } from './sums.js';

/**
 * With fewer columns or terms, lists cost more than zeros do: no processor can predict the length of the loop, and
 * there are too few sums to fill the wait (measured: docs/decisions/0007-simd-kernels.md).
 */
const LEAST_TERMS = 32;
const LEAST_COLUMNS = { byTerms: 16, byRows: 32 };
/** By rows, C passes through the first-level cache for every term. A larger C does not stay in it. */
const MOST_BYTES_BY_ROWS = 32768;

/** Vectors of B, in registers beside a sum. */
const MOST_ROW_VECTORS = 8;

type ProductByTerms = Product & Required<Pick<Product, 'a' | 'activeTerms'>>;
type ProductByRows = Product & Required<Pick<Product, 'a' | 'activeRows'>>;

const isLong = (count: Count): count is number => typeof count === 'number' && count >= LEAST_TERMS;

/** Whether leaving out terms pays. In the wide mode it never does: zeros cost half as much, and lists cost the same. */
export function usesActiveTerms(product: Product, wide: boolean): product is ProductByTerms {
  return (
    !wide &&
    product.a !== undefined &&
    product.activeTerms !== undefined &&
    isLong(product.terms) &&
    product.columns >= LEAST_COLUMNS.byTerms
  );
}

/** Whether leaving out rows pays. */
export function usesActiveRows(product: Product, wide: boolean): product is ProductByRows {
  return (
    !wide &&
    product.a !== undefined &&
    product.activeRows !== undefined &&
    isLong(product.rows) &&
    product.rows * product.c.rowStride <= MOST_BYTES_BY_ROWS &&
    product.columns >= LEAST_COLUMNS.byRows &&
    evenVectors(product.columns) >= MOST_ROW_VECTORS / 2
  );
}

/** The largest number of vectors a block that covers the columns without overlap, or 0 if there is none. */
function evenVectors(columns: number): number {
  let vectors = MOST_ROW_VECTORS;
  while (vectors > 0 && columns % (vectors * LANES) !== 0) vectors--;
  return vectors;
}

export function emitProductByTerms(f: FunctionBuilder, locals: ProductLocals, product: ProductByTerms): void {
  const { columns, rows, panel } = product;
  const { row, column } = locals;
  const vectors = longBlockVectors(columns);
  const eachBlock = (body: () => void): void => {
    overlappingBlocks(f, column, columns, vectors * LANES, body);
  };
  if (panel === undefined) {
    overlappingBlocks(f, row, rows, 1, () => {
      eachBlock(() => {
        emitRow(f, locals, product, vectors);
      });
    });
    return;
  }
  const packed = { address: at(panel), termStride: vectors * vector.bytes, isBlock: true };
  eachBlock(() => {
    emitPack(f, locals, product, panel, vectors);
    overlappingBlocks(f, row, rows, 1, () => {
      emitRow(f, locals, { ...product, b: packed }, vectors);
    });
  });
}

/** One row of C by `vectors` vectors, starting at (row, column). */
function emitRow(f: FunctionBuilder, locals: ProductLocals, product: ProductByTerms, vectors: number): void {
  const { a, b } = product;
  const { row, column, pA, pB, pC, pEntry, entry } = locals;
  const { element, sums } = locals;
  const tile = { lanes: vector, row, column, rows: 1, width: vectors, sums, temporary: element };
  // pA = A + row * rowStride      pB = column
  pushAddress(f, a.address);
  addScaled(f, row, a.rowStride);
  f.set(pA);
  emitColumnOffset(f, locals, b.address, b.isBlock === true);
  f.set(pB);
  emitStart(f, tile, product);
  // for each entry of the row's list
  //   element = A at pA + entry      pC = pB + the row of B that the entry names
  //   sum[j] += element * B at pC
  emitEntries(f, locals, product.activeTerms, (leave) => {
    f.get(pA);
    f.get(entry);
    f.emit('i32.add');
    f.emit('v128.load32_splat');
    f.set(element);
    f.get(pB);
    addScaled(f, entry, b.termStride / FLOAT_BYTES);
    f.set(pC);
    for (let j = 0; j < vectors; j++) {
      if (j === MOST_LONG_VECTORS / 2) emitNeverTaken(f, pEntry, leave);
      const bRow = vector.load(get(pC), b.address.base + j * vector.bytes);
      set(f, sums[j], vector.multiplyAdd(get(element), bRow, get(sums[j])));
    }
  });
  emitFinish(f, tile, product, pC);
}

export function emitProductByRows(f: FunctionBuilder, locals: ProductLocals, product: ProductByRows): void {
  const { a, c, columns, rows, terms, activeRows } = product;
  const { row, column, pA, pB, pC, entry } = locals;
  // here the locals of a tile's sums hold a row of B
  const { element, sums: b } = locals;
  // an entry is an offset from unit 0, even in a part that starts at another unit
  const aWhole = at(a.address.base);
  const cWhole = at(c.address.base);
  // a sum in two blocks would be added to twice, so the blocks must not overlap
  const vectors = evenVectors(columns);
  const eachVector = (visit: (j: number) => void): void => {
    for (let j = 0; j < vectors; j++) visit(j);
  };
  const eachBlock = (body: () => void): void => {
    overlappingBlocks(f, column, columns, vectors * LANES, body);
  };
  // C = 0
  overlappingBlocks(f, row, rows, 1, () => {
    eachBlock(() => {
      pushAddress(f, c.address);
      addScaled(f, row, c.rowStride);
      addScaled(f, column, FLOAT_BYTES);
      f.set(pC);
      eachVector((j) => {
        f.get(pC);
        f.emit('v128.const', [0, 0, 0, 0]);
        f.emit('v128.store', j * vector.bytes);
      });
    });
  });
  eachBlock(() => {
    // for each term:  b[j] = B at its row
    overlappingBlocks(f, row, terms, 1, () => {
      pushAddress(f, product.b.address);
      addScaled(f, row, product.b.termStride);
      addScaled(f, column, FLOAT_BYTES);
      f.set(pB);
      eachVector((j) => {
        f.get(pB);
        f.emit('v128.load', j * vector.bytes);
        f.set(b[j]);
      });
      pushAddress(f, aWhole);
      addScaled(f, row, a.termStride);
      f.set(pA);
      emitColumnOffset(f, locals, cWhole, false);
      f.set(pB);
      // for each entry of the term's list
      //   element = A at pA + entry      pC = the row of C that the entry names
      //   C at pC += element * b[j]
      emitEntries(f, locals, activeRows, () => {
        f.get(pA);
        f.get(entry);
        f.emit('i32.add');
        f.emit('v128.load32_splat');
        f.set(element);
        f.get(pB);
        addScaled(f, entry, c.rowStride / FLOAT_BYTES);
        f.set(pC);
        for (let j = 0; j < vectors; j++) {
          const offset = cWhole.base + j * vector.bytes;
          const sum = vector.load(get(pC), offset);
          vector.store(f, get(pC), vector.multiplyAdd(get(element), get(b[j]), sum), offset);
        }
      });
    });
  });
}

/**
 * A branch that is never taken (no list lies at address 0). V8 moves no load across it. Without it, the V8 of Node 20
 * moves all loads of a term to its front and spills a sum in each (2.9 instead of 2.4 us for 64x32 at batch 32).
 */
function emitNeverTaken(f: FunctionBuilder, address: Local, leave: Label): void {
  f.get(address);
  f.emit('i32.eqz');
  f.br_if(leave);
}

/** On the stack: where the current columns start in a row of B. B's own address is an offset of each load. */
function emitColumnOffset(f: FunctionBuilder, { column }: ProductLocals, address: Address, isBlock: boolean): void {
  pushAddress(f, at(0, address.plus));
  if (!isBlock) addScaled(f, column, FLOAT_BYTES);
}

/** body for each entry of the current row's list, in order */
function emitEntries(
  f: FunctionBuilder,
  { row, pEntry, endEntries, entry }: ProductLocals,
  active: ActiveUnits,
  body: (leave: Label) => void,
): void {
  const { lists, listStride, ends, begins } = active;
  const pushPointer = ({ base, plus }: Address): void => {
    pushAddress(f, at(0, plus));
    addScaled(f, row, POINTER_BYTES);
    f.emit('i32.load', base);
  };
  if (begins === undefined) {
    pushAddress(f, lists);
    addScaled(f, row, listStride);
  } else {
    pushPointer(begins);
  }
  f.set(pEntry);
  pushPointer(ends);
  f.set(endEntries);
  f.block((none) => {
    f.get(pEntry);
    f.get(endEntries);
    f.emit('i32.eq');
    f.br_if(none);
    f.loop((again) => {
      f.get(pEntry);
      f.emit('i32.load16_u');
      f.set(entry);
      body(none);
      advance(f, pEntry, ENTRY_BYTES);
      f.get(pEntry);
      f.get(endEntries);
      f.emit('i32.ne');
      f.br_if(again);
    });
  });
}
