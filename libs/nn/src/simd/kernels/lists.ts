/**
 * Lists of the active units: for each row of a ReLU's output, which values are not zero, in ascending order.
 *
 * A term 0 * b of a product may be left out, since it is +0 or -0 and changes no sum, unless
 *  - b is infinite or NaN: the term is NaN;
 *  - the sum is -0: adding +0 makes it +0. A sum can be -0 only if it starts there, so only if a bias is -0.
 * Where either may be, all units are listed. That costs no instruction: values are compared with `zero`, four lanes
 * that hold 0 in the usual case and NaN in those two, since every value differs from NaN.
 *
 * The reference engine looks for the same two (`canSkip` in `reference/engine.ts`) and keeps the same lists
 * (`relu.ts`).
 *
 * Written without a branch, since which units are active is a coin toss to the processor: the bits of eight comparisons
 * choose one of 256 ready-made lists, all eight places are written, and the end moves on by the number of bits ("left
 * packing"; Lemire et al., "Faster base64 ...", 2018, has the same table for bytes).
 */
import { FunctionBuilder, type Local } from '../function-builder.js';
import {
  addScaled,
  at,
  FLOAT_BYTES,
  overlappingBlocks,
  pushAddress,
  VECTOR_BYTES,
  type Address,
  type Count,
} from './loops.js';
import { ENTRY_BYTES, LANES, POINTER_BYTES, type ActiveUnits, type ListCuts } from './product-shape.js';

/** Values that are compared at once: four vectors, narrowed to one of bytes. */
const GROUP = 16;
/** Values whose list is looked up at once. */
const PART = 8;

/** Matrices narrower than this have no lists: the lists would cost more than they save. */
export const LEAST_LISTED_WIDTH = 32;

/** An entry has 16 bits, and names a unit by the bytes before it in its row. */
export const MOST_LISTED_WIDTH = 65536 / FLOAT_BYTES;

/** Of one row's list, which may be overwritten by less than a part beyond its end. */
export function listStride(width: number): number {
  return (width + PART) * ENTRY_BYTES;
}

export const LEFT_PACKING_TABLE_BYTES = 256 * PART;

/** For each byte the positions of its set bits, lowest first, as bytes: four times the position. */
export function leftPackingTable(): Uint8Array {
  const table = new Uint8Array(LEFT_PACKING_TABLE_BYTES);
  for (let byte = 0; byte < 256; byte++) {
    let at = byte * PART;
    for (let rest = byte; rest !== 0; rest &= rest - 1) table[at++] = FLOAT_BYTES * (31 - Math.clz32(rest & -rest));
  }
  return table;
}

/** Variables that the lists of one function share. */
export interface ListLocals {
  /** 0 in every lane, or NaN in every lane where no unit may be left out. */
  readonly zero: Local;
  readonly index: Local;
  readonly source: Local;
  readonly end: Local;
  readonly bits: Local;
  readonly part: Local;
}

export function listLocals(f: FunctionBuilder): ListLocals {
  return {
    zero: f.local('v128'),
    index: f.local('i32'),
    source: f.local('i32'),
    end: f.local('i32'),
    bits: f.local('i32'),
    part: f.local('i32'),
  };
}

/** zero = lanes that are all the given constant: 0, or NaN to list every unit. */
export function emitSetZero(f: FunctionBuilder, { zero }: ListLocals, value: number): void {
  f.emit('v128.const', [value, value, value, value]);
  f.set(zero);
}

/**
 * zero becomes NaN in some lane if one of the values, at least four, is infinite or NaN: 0 * their sum is then NaN. (It
 * is too if finite values have an infinite sum, which does no harm.) A count that is known only at run time must be at
 * least four for each of the sums.
 */
export function emitFindInfinite(
  f: FunctionBuilder,
  { zero, index }: ListLocals,
  sums: readonly Local[],
  { base, plus }: Address,
  count: Count,
): void {
  // several sums, since each waits for its additions
  const used = sums.slice(0, typeof count !== 'number' || count >= sums.length * LANES ? sums.length : 1);
  for (const sum of used) {
    f.emit('v128.const', [0, 0, 0, 0]);
    f.set(sum);
  }
  overlappingBlocks(f, index, count, used.length * LANES, () => {
    used.forEach((sum, j) => {
      f.get(sum);
      pushAddress(f, at(0, plus));
      addScaled(f, index, FLOAT_BYTES);
      f.emit('v128.load', base + j * VECTOR_BYTES);
      f.emit('f32x4.add');
      f.set(sum);
    });
  });
  for (const sum of used) {
    f.get(zero);
    f.get(sum);
    f.emit('v128.const', [0, 0, 0, 0]);
    f.emit('f32x4.mul');
    f.emit('f32x4.add');
    f.set(zero);
  }
}

/** zero becomes NaN in some lane if one of the values, at least four, is -0: all bits set are a NaN. */
export function emitFindNegativeZero(
  f: FunctionBuilder,
  { zero, index }: ListLocals,
  address: number,
  count: number,
): void {
  overlappingBlocks(f, index, count, LANES, () => {
    f.get(zero);
    f.emit('i32.const', 0);
    addScaled(f, index, FLOAT_BYTES);
    f.emit('v128.load', address);
    f.emit('v128.const', [-0, -0, -0, -0]);
    f.emit('i32x4.eq');
    f.emit('v128.or');
    f.set(zero);
  });
}

/** If any lane of zero is NaN, all are. */
export function emitSpread(f: FunctionBuilder, { zero }: ListLocals): void {
  for (const lanes of [
    [2, 3, 0, 1],
    [1, 0, 3, 2],
  ] as const) {
    f.get(zero);
    f.get(zero);
    f.get(zero);
    f.emit('i8x16.shuffle', lanes);
    f.emit('f32x4.add');
    f.set(zero);
  }
}

/** Does what `list` emits, with NaN in every lane of zero, if there is NaN in some. */
export function emitListAllIfInfinite(f: FunctionBuilder, locals: ListLocals, list: () => void): void {
  emitSpread(f, locals);
  f.get(locals.zero);
  f.get(locals.zero);
  f.emit('f32x4.ne');
  f.emit('v128.any_true');
  f.if(list);
}

/** Pointers to where each row's part-th part begins, which is where the one before it ends. */
const cutAt = ({ pointers, stride }: ListCuts, part: number): Address =>
  at(pointers.base + part * stride, pointers.plus);

/**
 * Lists the units of values (rows, width) that differ from `zero`. Width from LEAST_LISTED_WIDTH to MOST_LISTED_WIDTH.
 *
 *     for each row
 *       end = its list
 *       for each 16 values
 *         where a part begins: its pointers[row] = end
 *         bits = which of them differ from zero
 *         for each 8 of them
 *           store 8 entries at end: first + table[8 bits]
 *           end += number of the 8 bits
 *       ends[row] = end, and the same for the end of the last part
 */
export function emitLists(
  f: FunctionBuilder,
  locals: ListLocals,
  table: number,
  values: Address,
  width: number,
  rows: Count,
  active: ActiveUnits,
): void {
  const { index, source, end, bits, part } = locals;
  const { cuts } = active;
  overlappingBlocks(f, index, rows, 1, () => {
    pushAddress(f, values);
    addScaled(f, index, width * FLOAT_BYTES);
    f.set(source);
    pushAddress(f, active.lists);
    addScaled(f, index, active.listStride);
    f.set(end);
    for (let first = 0; first < width; first += GROUP) {
      if (cuts !== undefined && first % cuts.units === 0) storeEnd(cutAt(cuts, first / cuts.units));
      const from = Math.min(first, width - GROUP); // the last group ends with the row
      pushBits(from);
      if (from < first) {
        // what the group before has listed
        f.emit('i32.const', -1 << (first - from));
        f.emit('i32.and');
      }
      f.set(bits);
      emitPart(from, () => {
        f.get(bits);
        f.emit('i32.const', 0xff);
        f.emit('i32.and');
      });
      emitPart(from + PART, () => {
        f.get(bits);
        f.emit('i32.const', PART);
        f.emit('i32.shr_u');
      });
    }
    storeEnd(active.ends);
    if (cuts !== undefined) storeEnd(cutAt(cuts, Math.ceil(width / cuts.units)));
  });

  /** pointers[row] = end */
  function storeEnd(pointers: Address): void {
    pushAddress(f, pointers);
    addScaled(f, index, POINTER_BYTES);
    f.get(end);
    f.emit('i32.store');
  }

  function pushBits(from: number): void {
    for (let pair = 0; pair < 2; pair++) {
      for (let vector = 0; vector < 2; vector++) {
        f.get(source);
        f.emit('v128.load', from * FLOAT_BYTES + (2 * pair + vector) * VECTOR_BYTES);
        f.get(locals.zero);
        f.emit('f32x4.ne');
      }
      f.emit('i16x8.narrow_i32x4_s');
    }
    f.emit('i8x16.narrow_i16x8_s');
    f.emit('i8x16.bitmask');
  }

  function emitPart(from: number, pushByte: () => void): void {
    pushByte();
    f.set(part);
    f.get(end);
    f.emit('i32.const', 0);
    addScaled(f, part, PART);
    f.emit('i16x8.load8x8_u', table);
    f.emit('i32.const', from * FLOAT_BYTES);
    f.emit('i16x8.splat');
    f.emit('i16x8.add');
    f.emit('v128.store');
    f.get(end);
    f.get(part);
    f.emit('i32.popcnt');
    f.emit('i32.const', ENTRY_BYTES);
    f.emit('i32.mul');
    f.emit('i32.add');
    f.set(end);
  }
}

/**
 * A function without parameters that lists the units of values (rows, width), to time or study it by itself.
 */
export function listsKernel(
  table: number,
  values: Address,
  width: number,
  rows: Count,
  active: ActiveUnits,
): FunctionBuilder {
  const f = new FunctionBuilder();
  const locals = listLocals(f);
  emitSetZero(f, locals, 0);
  emitLists(f, locals, table, values, width, rows, active);
  return f;
}
