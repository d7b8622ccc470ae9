/**
 * Lists of the active units: for each row of a ReLU's output, the units whose value is not zero, in ascending order.
 *
 * A term 0 * b of a product may be left out. For a finite b it is +0 or -0, which changes no sum except the sign of a
 * zero (docs/method/arithmetic.md says what is promised). NaN is not zero, so it is listed.
 *
 * The code has no branches, since a processor cannot predict which units are active. The bits of eight comparisons
 * select one of 256 ready-made lists, all eight entries are written, and the end advances by the number of set bits
 * ("left packing"; Lemire et al., "Faster base64 ...", 2018, has the same table for bytes).
 */
import { FunctionBuilder, type Local } from '../function-builder.js';
import { VECTOR_BYTES } from './lanes.js';
import { addScaled, at, FLOAT_BYTES, overlappingBlocks, pushAddress, type Address, type Count } from './loops.js';
import { ENTRY_BYTES, POINTER_BYTES, type ActiveUnits, type ListCuts } from './product-shape.js';

/** Values compared at once: four vectors, narrowed to one of bytes. */
const GROUP = 16;
/** Values whose list comes from one look-up in the table. */
const PART = 8;

/** Matrices narrower than this have no lists, because the lists would cost more than they save. */
export const LEAST_LISTED_WIDTH = 32;

/** An entry has 16 bits. It names a unit by its byte offset in the row. */
export const MOST_LISTED_WIDTH = 65536 / FLOAT_BYTES;

/** The bytes of one row's list. Writing it may run past its end, by less than a part. */
export function listStride(width: number): number {
  return (width + PART) * ENTRY_BYTES;
}

export const LEFT_PACKING_TABLE_BYTES = 256 * PART;

/** For each byte, the positions of its set bits, lowest first. Each entry is a byte: four times the position. */
export function leftPackingTable(): Uint8Array {
  const table = new Uint8Array(LEFT_PACKING_TABLE_BYTES);
  for (let byte = 0; byte < 256; byte++) {
    let at = byte * PART;
    for (let rest = byte; rest !== 0; rest &= rest - 1) table[at++] = FLOAT_BYTES * (31 - Math.clz32(rest & -rest));
  }
  return table;
}

/** Variables that all lists of one function share. */
export interface ListLocals {
  /** Never written, so 0 in every lane. */
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

/** Pointers to where each row's part-th part starts, which is where the previous one ends. */
const cutAt = ({ pointers, stride }: ListCuts, part: number): Address =>
  at(pointers.base + part * stride, pointers.plus);

/**
 * Lists the units of values (rows, width) that differ from zero. Width from LEAST_LISTED_WIDTH to MOST_LISTED_WIDTH.
 *
 *     for each row
 *       end = its list
 *       for each 16 values
 *         where a part starts: its pointers[row] = end
 *         bits = which of them differ from zero
 *         for each 8 of them
 *           store 8 entries at end: first + table[8 bits]
 *           end += number of set bits among the 8
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
        // the units that the previous group has listed
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
 * A function without parameters that lists the units of values (rows, width), so that it can be timed and studied
 * alone.
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
  emitLists(f, locals, table, values, width, rows, active);
  return f;
}
