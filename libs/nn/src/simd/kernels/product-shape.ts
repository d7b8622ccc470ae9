/** What a matrix product is asked to compute, and the variables that the products of one function share. */
import type { FunctionBuilder, Local } from '../function-builder.js';
import { LANES } from './lanes.js';
import type { Address, Count } from './loops.js';

/** Rows of a tile of all terms. */
export const TILE_ROWS = 4;
/** Vectors of a tile's row. In the wide mode two vectors take one register, so there are twice as many. */
export const TILE_VECTORS = 2;
/** Vectors of a block of a single row. */
export const MOST_LONG_VECTORS = 8;
const WIDE = 2;

/** Columns of the widest block of several rows: a panel has room for so many, times the terms. */
export const PANEL_COLUMNS = MOST_LONG_VECTORS * LANES;

/**
 * C (rows, columns) = start + A (rows, terms) B (terms, columns). All strides in bytes. Columns of B, C, start and mask
 * lie side by side.
 */
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
  /** What becomes of the sums. */
  readonly finish?: Finish;
  /**
   * Address of room for a block of B's columns; given where B is so wide that its rows push each other out of the
   * cache.
   */
  readonly panel?: number;
  /** The terms of each row that count, the others being 0 * b; left out where all do. */
  readonly activeTerms?: ActiveUnits;
  /** For each term the rows of C that count, likewise. */
  readonly activeRows?: ActiveUnits;
}

/**
 * With matrices of C's shape and stride at the addresses:
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
   * Row r's list begins at lists + r * listStride bytes. Its entries of 16 bits name the units by their bytes from the
   * row's start.
   */
  readonly lists: Address;
  readonly listStride: number;
  /** ends[r], an address, is where it ends. */
  readonly ends: Address;
  /**
   * Of a part of the units: begins[r], an address, is where it begins in row r's list; left out where it begins with
   * the list.
   */
  readonly begins?: Address;
  /** Left out where nobody needs parts. */
  readonly cuts?: ListCuts;
}

/**
 * Lists are cut into parts of so many units, a multiple of 16: pointers[r], `stride` bytes further for each part, is
 * where row r's part begins, and once more where the last one ends.
 */
export interface ListCuts {
  readonly units: number;
  readonly pointers: Address;
  readonly stride: number;
}

export const ENTRY_BYTES = 2;
export const POINTER_BYTES = 4;

export interface ProductMode {
  /** Multiply and add are one instruction with one rounding: other bits than the reference's. */
  readonly fused: boolean;
  /** Tiles for V8's 256-bit mode, which makes one operation of two neighbouring vectors. The same bits. */
  readonly wide: boolean;
}

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
  /** Of a list of active units: the entry at hand, its end, and what it names. */
  readonly pEntry: Local;
  readonly endEntries: Local;
  readonly entry: Local;
}

export function productLocals(f: FunctionBuilder): ProductLocals {
  const many = (type: 'v128' | 'f32' | 'i32', count: number): Local[] =>
    Array.from({ length: count }, () => f.local(type));
  const tile = (type: 'v128' | 'f32', width: number): TileLocals => ({
    element: f.local(type),
    b: many(type, width),
    sums: many(type, TILE_ROWS * width),
  });
  const [row, column, pA, pB, endB, pC, pEntry, endEntries, entry] = many('i32', 9);
  return {
    row,
    column,
    pA,
    pB,
    endB,
    pC,
    v128: tile('v128', WIDE * TILE_VECTORS),
    f32: tile('f32', LANES - 1),
    pEntry,
    endEntries,
    entry,
  };
}

/** Vectors of a tile of several rows. At least four columns. */
export function tileVectors(columns: number, { wide }: ProductMode): number {
  let vectors = wide ? WIDE * TILE_VECTORS : TILE_VECTORS;
  while (vectors * LANES > columns) vectors /= 2;
  return vectors;
}

/**
 * Vectors of a block of one row: that number with which covering all columns takes least, if a block costs about as
 * much as a vector more. At least four columns.
 */
export function longBlockVectors(columns: number): number {
  const cost = (vectors: number): number => Math.ceil(columns / (vectors * LANES)) * (vectors + 1);
  let best = 1;
  for (let vectors = 2; vectors <= Math.min(MOST_LONG_VECTORS, columns / LANES); vectors++) {
    if (cost(vectors) <= cost(best)) best = vectors;
  }
  return best;
}
