/** The description of a matrix product, and the variables that the products of one function share. */
import type { FunctionBuilder, Local } from '../function-builder.js';
import { LANES } from './lanes.js';
import type { Address, Count } from './loops.js';

/**
 * Most rows of a tile. Six rows of two vectors are twelve sums, which with two vectors of B and one element of A fill
 * the fifteen registers that V8 offers. The V8 of Node 20 (known by a method that it lacks) needs more for them.
 */
export const TILE_ROWS = 'transfer' in ArrayBuffer.prototype ? 6 : 4;
/** Vectors in a tile's row. In the wide mode two vectors share one register, so there are twice as many. */
export const TILE_VECTORS = 2;
/** Vectors in a block of a single row. */
export const MOST_LONG_VECTORS = 8;
const WIDE = 2;

/** Columns of the widest block of several rows. A panel has room for this many, times the terms. */
export const PANEL_COLUMNS = MOST_LONG_VECTORS * LANES;

/**
 * C (rows, columns) = start + A (rows, terms) B (terms, columns). All strides are in bytes. Columns of B, C, start and
 * mask are contiguous.
 */
export interface Product {
  readonly rows: Count;
  readonly columns: number;
  readonly terms: Count;
  /** Omitted where every element is 1: C is then the sum of B's rows. */
  readonly a?: { readonly address: Address; readonly rowStride: number; readonly termStride: number };
  /** `isBlock`: it holds only the columns of the current block. */
  readonly b: { readonly address: Address; readonly termStride: number; readonly isBlock?: boolean };
  readonly c: { readonly address: Address; readonly rowStride: number };
  /** Address of the start values of each row's sums; omitted where they start at zero. */
  readonly start?: Address;
  /** What happens to the finished sums. */
  readonly finish?: Finish;
  /**
   * Address of room for a block of B's columns. Given where B is so wide that its rows evict each other from the cache.
   */
  readonly panel?: number;
  /** The terms of each row that count; the others are 0 * b. Omitted where all count. */
  readonly activeTerms?: ActiveUnits;
  /** For each term, the rows of C that count; omitted where all count. */
  readonly activeRows?: ActiveUnits;
}

/**
 * The matrices at these addresses have C's shape and stride:
 *
 *     relu       C = C < 0 ? 0 : C
 *     slopes     C = algebraic SiLU of C, and its slope is written there
 *     mask       C = 0 where the matrix is not > 0
 *     factors    C = C * the matrix, element by element
 */
export type Finish = 'relu' | { readonly slopes: Address } | { readonly mask: Address } | { readonly factors: Address };

/** Which units of each row of a ReLU's output are not zero (`lists.ts`). */
export interface ActiveUnits {
  /**
   * Row r's list starts at lists + r * listStride bytes. Its entries of 16 bits name the units by their byte offset in
   * the row.
   */
  readonly lists: Address;
  readonly listStride: number;
  /** ends[r] is the address where it ends. */
  readonly ends: Address;
  /**
   * Only for a part of the units: begins[r] is the address where the part starts in row r's list. Omitted where it
   * starts with the list.
   */
  readonly begins?: Address;
  /** Omitted where no parts are needed. */
  readonly cuts?: ListCuts;
}

/**
 * Cuts of the lists into parts of `units` units, a multiple of 16. pointers[r] is the address where row r's first part
 * starts. The pointers of each further part lie `stride` bytes later; the last ones say where the last part ends.
 */
export interface ListCuts {
  readonly units: number;
  readonly pointers: Address;
  readonly stride: number;
}

export const ENTRY_BYTES = 2;
export const POINTER_BYTES = 4;

/** The variables that the products of one function share, so that each product does not add its own. */
export interface ProductLocals {
  readonly row: Local;
  readonly column: Local;
  readonly pA: Local;
  readonly pB: Local;
  readonly endB: Local;
  readonly pC: Local;
  /** An element of A, the tile's part of a row of B, and the tile's sums. */
  readonly element: Local;
  readonly b: readonly Local[];
  readonly sums: readonly Local[];
  /** For a list of active units: the current entry's address, the list's end, and the value of the entry. */
  readonly pEntry: Local;
  readonly endEntries: Local;
  readonly entry: Local;
}

export function productLocals(f: FunctionBuilder): ProductLocals {
  const many = (type: 'v128' | 'i32', count: number): Local[] => Array.from({ length: count }, () => f.local(type));
  const [row, column, pA, pB, endB, pC, pEntry, endEntries, entry] = many('i32', 9);
  return {
    row,
    column,
    pA,
    pB,
    endB,
    pC,
    element: f.local('v128'),
    b: many('v128', WIDE * TILE_VECTORS),
    sums: many('v128', TILE_ROWS * WIDE * TILE_VECTORS),
    pEntry,
    endEntries,
    entry,
  };
}

/**
 * Vectors of a tile of several rows. There must be at least four columns.
 *
 * @param wide tiles for V8's 256-bit mode, which merges two neighbouring vectors into one operation; the same bits
 */
export function tileVectors(columns: number, wide: boolean): number {
  let vectors = wide ? WIDE * TILE_VECTORS : TILE_VECTORS;
  while (vectors * LANES > columns) vectors /= 2;
  return vectors;
}

/**
 * Vectors of a block of one row: the number that makes covering all columns cheapest, if a block costs about as much as
 * one more vector. There must be at least four columns.
 */
export function longBlockVectors(columns: number): number {
  const cost = (vectors: number): number => Math.ceil(columns / (vectors * LANES)) * (vectors + 1);
  let best = 1;
  for (let vectors = 2; vectors <= Math.min(MOST_LONG_VECTORS, columns / LANES); vectors++) {
    if (cost(vectors) <= cost(best)) best = vectors;
  }
  return best;
}
