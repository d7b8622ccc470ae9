/**
 * The instructions of a kernel in its two forms: over vectors of four float32s, and over single ones for the ragged
 * tail. A kernel is written once and takes either table as `lanes`. Where the two forms need different instructions, it
 * checks `lanes.type`.
 *
 * WebAssembly has a fused multiply-add for vectors only. So products have a third form, `firstLane`: it computes on
 * vectors, but loads and stores the first float32 of each alone.
 */
import type { FunctionBuilder } from '../function-builder.js';
import { binary, constantOf, loadOf, storeOf, ternary, unary, type Push } from './expressions.js';
import { FLOAT_BYTES, pushCount, type Count } from './loops.js';

/** Float32s in a vector. */
export const LANES = 4;
export const VECTOR_BYTES = LANES * FLOAT_BYTES;

export const vector = {
  type: 'v128',
  bytes: VECTOR_BYTES,
  /** The value in every lane. */
  constant:
    (value: number): Push =>
    (f) => {
      f.emit('v128.const', [value, value, value, value]);
    },
  load: loadOf('v128.load'),
  /** One float32 from memory, in every lane. */
  loadElement: loadOf('v128.load32_splat'),
  store: storeOf('v128.store'),
  add: binary('f32x4.add'),
  sub: binary('f32x4.sub'),
  mul: binary('f32x4.mul'),
  div: binary('f32x4.div'),
  /** a * b + c, rounded once: fma32 (`support.ts` makes sure of it) */
  multiplyAdd: ternary('f32x4.relaxed_madd'),
  sqrt: unary('f32x4.sqrt'),
  abs: unary('f32x4.abs'),
  /** A comparison sets all bits of each lane where it holds, and clears the other lanes. */
  lt: binary('f32x4.lt'),
  gt: binary('f32x4.gt'),
} as const;

export const scalar = {
  type: 'f32',
  bytes: FLOAT_BYTES,
  constant: constantOf('f32.const'),
  load: loadOf('f32.load'),
  loadElement: loadOf('f32.load'),
  store: storeOf('f32.store'),
  add: binary('f32.add'),
  sub: binary('f32.sub'),
  mul: binary('f32.mul'),
  div: binary('f32.div'),
  sqrt: unary('f32.sqrt'),
  abs: unary('f32.abs'),
  /** Comparisons give an i32, 1 or 0. */
  lt: binary('f32.lt'),
  gt: binary('f32.gt'),
} as const;

export type Lanes = typeof vector | typeof scalar;

export const firstLane = {
  ...vector,
  bytes: FLOAT_BYTES,
  load: loadOf('v128.load32_zero'),
  store: (f: FunctionBuilder, address: Push, value: Push, offset = 0): void => {
    address(f);
    value(f);
    f.emit('f32x4.extract_lane', 0);
    f.emit('f32.store', offset);
  },
} as const;

/** The forms that have `multiplyAdd`. */
export type ProductLanes = typeof vector | typeof firstLane;

/** Float64 has a scalar form only. */
export const float64 = {
  bytes: 8,
  constant: constantOf('f64.const'),
  load: loadOf('f64.load'),
  store: storeOf('f64.store'),
  add: binary('f64.add'),
  sub: binary('f64.sub'),
  mul: binary('f64.mul'),
  div: binary('f64.div'),
  sqrt: unary('f64.sqrt'),
} as const;

/** Whole numbers: counts and addresses. */
export const int32 = {
  constant: constantOf('i32.const'),
  load: loadOf('i32.load'),
  count:
    (count: Count): Push =>
    (f) => {
      pushCount(f, count);
    },
  add: binary('i32.add'),
  sub: binary('i32.sub'),
  mul: binary('i32.mul'),
  /** of unsigned numbers */
  remainder: binary('i32.rem_u'),
  and: binary('i32.and'),
  ne: binary('i32.ne'),
  /** of signed numbers */
  lt: binary('i32.lt_s'),
} as const;
