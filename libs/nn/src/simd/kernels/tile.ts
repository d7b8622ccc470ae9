/**
 * One tile of a product: some rows of C by some vectors of four columns, whose sums stay in registers while all terms
 * are added; or by single columns, where a matrix has fewer than four.
 *
 * It is vectorised across the columns, never across a sum, and multiply and add stay two operations: so it gives the
 * reference's bits. The loop over the terms is not unrolled: V8 would move the loads up and spill (10 to 18 GFLOP/s in
 * place of 25 to 33).
 */
import type { FunctionBuilder, Local } from '../function-builder.js';
import { addScaled, advance, FLOAT_BYTES, pushAddress, pushCount, VECTOR_BYTES, type Address, type Count } from './loops.js';

export const LANES = 4;
export const TILE_ROWS = 4;
const MOST_VECTORS = 4;

/** What is to be computed. All strides in bytes. Columns of B, C, start and mask lie side by side. */
export interface Product {
  readonly rows: Count;
  readonly columns: number;
  readonly terms: Count;
  /** Left out where every element is 1: C is then the sum of B's rows. */
  readonly a?: { readonly address: Address; readonly rowStride: number; readonly termStride: number };
  /** `isBlock`: holds just the columns of the block at hand. */
  readonly b: { readonly address: Address; readonly termStride: number; readonly isBlock?: boolean };
  readonly c: { readonly address: Address; readonly rowStride: number };
  /** Address of the values that the sums of each row start with; left out where they start at zero. */
  readonly start?: Address;
  /** `relu`: C = C < 0 ? 0 : C.   `mask`: C = 0 where the matrix at that address, of C's shape and stride, is not > 0. */
  readonly finish?: 'relu' | { readonly mask: Address };
  /** Address of room for a block of B's columns; given where B is so wide that its rows push each other out of the cache. */
  readonly panel?: number;
}

export interface ProductMode {
  /** Multiply and add are one instruction with one rounding: other bits than the reference's. */
  readonly fused: boolean;
  /** Tiles for V8's 256-bit mode, which makes one operation of two neighbouring vectors. The same bits. */
  readonly wide: boolean;
}

/** The instructions of a tile: over vectors of four columns, or over single columns where a matrix has fewer than four. */
export const vector = {
  type: 'v128',
  bytes: VECTOR_BYTES,
  load: 'v128.load',
  loadElement: 'v128.load32_splat',
  store: 'v128.store',
  multiply: 'f32x4.mul',
  add: 'f32x4.add',
} as const;

export const scalar = {
  type: 'f32',
  bytes: FLOAT_BYTES,
  load: 'f32.load',
  loadElement: 'f32.load',
  store: 'f32.store',
  multiply: 'f32.mul',
  add: 'f32.add',
} as const;

export type Lanes = typeof vector | typeof scalar;

/** The variables of a tile of one kind of lanes: an element of A, the tile's part of a row of B, and the sums. */
interface TileLocals {
  readonly element: Local;
  readonly b: readonly Local[];
  readonly sums: readonly Local[];
}

/** What the products of one function share, so that each does not add variables of its own. */
export interface ProductLocals {
  readonly row: Local;
  readonly column: Local;
  readonly pA: Local;
  readonly pB: Local;
  readonly endB: Local;
  readonly pC: Local;
  readonly v128: TileLocals;
  readonly f32: TileLocals;
}

export function productLocals(f: FunctionBuilder): ProductLocals {
  const many = (type: Lanes['type'], count: number): Local[] => Array.from({ length: count }, () => f.local(type));
  const tile = (type: Lanes['type'], width: number): TileLocals => ({
    element: f.local(type),
    b: many(type, width),
    sums: many(type, TILE_ROWS * width),
  });
  const [row, column, pA, pB, endB, pC] = Array.from({ length: 6 }, () => f.local('i32'));
  return { row, column, pA, pB, endB, pC, v128: tile('v128', MOST_VECTORS), f32: tile('f32', LANES - 1) };
}

/** `tileRows` rows by `width` vectors or single columns, from (row, column) on. */
export function emitTile(
  f: FunctionBuilder,
  locals: ProductLocals,
  { a, b, c, start, finish, terms }: Product,
  lanes: Lanes,
  tileRows: number,
  width: number,
  mode: ProductMode,
): void {
  const { row, column, pA, pB, endB, pC } = locals;
  const { element, b: bRow, sums } = locals[lanes.type];
  const sum = (r: number, j: number): Local => sums[r * width + j];
  const eachSum = (visit: (r: number, j: number) => void): void => {
    for (let r = 0; r < tileRows; r++) for (let j = 0; j < width; j++) visit(r, j);
  };

  // pA = A + row * rowStride      pB = B + column      endB = pB + terms * termStride
  if (a !== undefined) {
    pushAddress(f, a.address);
    addScaled(f, row, a.rowStride);
    f.set(pA);
  }
  emitBlockBounds(f, b.address, b.termStride, b.isBlock === true ? undefined : column, terms, pB, endB);

  // sum[r][j] = start[j], or 0
  eachSum((r, j) => {
    if (start === undefined) {
      pushZero(f, lanes);
    } else {
      pushAddress(f, start);
      addScaled(f, column, FLOAT_BYTES);
      f.emit(lanes.load, j * lanes.bytes);
    }
    f.set(sum(r, j));
  });

  // do
  //   b[j] = B at pB
  //   for each row r:  element = A at pA + r * rowStride;  sum[r][j] += element * b[j]
  //   pA += termStride of A;  pB += termStride of B
  // while pB is not at the end
  f.loop((again) => {
    for (let j = 0; j < width; j++) {
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
        if (a === undefined) {
          f.get(sum(r, j));
          f.get(bRow[j]);
          f.emit(lanes.add);
        } else {
          emitMultiplyAdd(f, lanes, sum(r, j), element, bRow[j], mode);
        }
        f.set(sum(r, j));
      }
    }
    if (a !== undefined) advance(f, pA, a.termStride);
    advance(f, pB, b.termStride);
    f.get(pB);
    f.get(endB);
    f.emit('i32.ne');
    f.br_if(again);
  });

  // sum[r][j] = finish(sum[r][j])      all of them before the first store: V8 can then make pairs of both
  eachSum((r, j) => {
    if (finish === 'relu') {
      emitRelu(f, lanes, sum(r, j));
    } else if (finish !== undefined) {
      emitMask(f, lanes, sum(r, j), () => {
        pushAddress(f, finish.mask);
        addScaled(f, row, c.rowStride);
        addScaled(f, column, FLOAT_BYTES);
        f.emit(lanes.load, r * c.rowStride + j * lanes.bytes);
      });
    }
  });
  // C[row + r][column + j] = sum[r][j]
  pushAddress(f, c.address);
  addScaled(f, row, c.rowStride);
  addScaled(f, column, FLOAT_BYTES);
  f.set(pC);
  eachSum((r, j) => {
    f.get(pC);
    f.get(sum(r, j));
    f.emit(lanes.store, r * c.rowStride + j * lanes.bytes);
  });
}

/** On the stack: sum + element * b, rounded twice; once in the fused mode. */
function emitMultiplyAdd(f: FunctionBuilder, lanes: Lanes, sum: Local, element: Local, b: Local, { fused }: ProductMode): void {
  if (fused && lanes.type === 'v128') {
    f.get(element);
    f.get(b);
    f.get(sum);
    f.emit('f32x4.relaxed_madd');
    return;
  }
  f.get(sum);
  f.get(element);
  f.get(b);
  f.emit(lanes.multiply);
  f.emit(lanes.add);
}

function pushZero(f: FunctionBuilder, lanes: Lanes): void {
  if (lanes.type === 'v128') f.emit('v128.const', [0, 0, 0, 0]);
  else f.emit('f32.const', 0);
}

/** sum = sum < 0 ? 0 : sum, which lets NaN and -0 pass. */
function emitRelu(f: FunctionBuilder, lanes: Lanes, sum: Local): void {
  f.get(sum);
  pushZero(f, lanes);
  if (lanes.type === 'v128') {
    f.emit('f32x4.pmax'); // pmax(x, 0) is x < 0 ? 0 : x
  } else {
    f.get(sum);
    pushZero(f, lanes);
    f.emit('f32.lt');
    f.emit('i32.eqz');
    f.select('f32');
  }
  f.set(sum);
}

/** sum = mask > 0 ? sum : 0 */
function emitMask(f: FunctionBuilder, lanes: Lanes, sum: Local, loadMask: () => void): void {
  f.get(sum);
  if (lanes.type === 'v128') {
    loadMask();
    pushZero(f, lanes);
    f.emit('f32x4.gt');
    f.emit('v128.and');
  } else {
    pushZero(f, lanes);
    loadMask();
    pushZero(f, lanes);
    f.emit('f32.gt');
    f.select('f32');
  }
  f.set(sum);
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
