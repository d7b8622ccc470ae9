// Every instruction is assembled, validated and run. Its result must equal one that was worked out by hand.
import { describe, expect, it } from 'vitest';
import { assemble } from './assembler.js';
import { FunctionBuilder } from './function-builder.js';
import { instructions, type Instruction, type Mnemonic, type ValueType } from './instructions.js';

type Value = number | readonly number[];

interface Case {
  /** The operands on the stack, first one first; a v128 as four float32 lanes. */
  readonly operands?: readonly Value[];
  readonly immediate?: Value;
  readonly result?: Value;
  /** Memory before the run, from address 0, as float32 or int32. */
  readonly floats?: readonly number[];
  readonly ints?: readonly number[];
  /** What is at the address after a store. */
  readonly stored?: { readonly at: number; readonly value: Value };
}

const TRUE = NaN; // all bits set: as a float32, a NaN
const a = [1, -2, 3.5, 0];
const b = [2, -2, -1, 4];

/** Four lanes of 32-bit integers, as the float32 of the same bits. */
const ints = (...lanes: readonly number[]): number[] => [...new Float32Array(Int32Array.from(lanes).buffer)];

const cases: Record<Mnemonic, Case | readonly Case[]> = {
  nop: {},
  'i32.const': [
    { immediate: -5, result: -5 },
    { immediate: 2147483647, result: 2147483647 },
  ],
  'i64.const': [
    { immediate: -1, result: -1 },
    { immediate: 50e6, result: 50e6 },
  ],
  'f32.const': { immediate: 0.1, result: Math.fround(0.1) },
  'f64.const': { immediate: 0.1, result: 0.1 },
  'v128.const': { immediate: a, result: a },
  'i32.load': { operands: [4], immediate: 4, ints: [7, 8, -9], result: -9 },
  'i64.load': { operands: [8], immediate: 4, ints: [9, 9, 9, 5, 1], result: 2 ** 32 + 5 },
  'f32.load': { operands: [0], immediate: 8, floats: [1, 2, 3.5], result: 3.5 },
  'f64.load': { operands: [8], ints: [0, 0, 0, 0x3ff80000], result: 1.5 },
  'i32.load16_u': { operands: [4], immediate: 2, ints: [7, 0x12348765, -1], result: 0x1234 },
  'i32.store': { operands: [4, -3], immediate: 4, stored: { at: 8, value: -3 } },
  'i64.store': { operands: [4, -3], stored: { at: 4, value: -3 } },
  'f32.store': { operands: [4, 2.5], stored: { at: 4, value: 2.5 } },
  'f64.store': { operands: [0, 0.1], immediate: 8, stored: { at: 8, value: 0.1 } },
  'i32.eqz': [
    { operands: [0], result: 1 },
    { operands: [7], result: 0 },
  ],
  'i32.eq': { operands: [3, 3], result: 1 },
  'i32.ne': { operands: [3, 3], result: 0 },
  'i32.lt_s': { operands: [-1, 1], result: 1 },
  'i32.gt_s': { operands: [1, -1], result: 1 },
  'i32.lt_u': { operands: [-1, 1], result: 0 },
  'i32.gt_u': { operands: [-1, 1], result: 1 },
  'i32.le_u': { operands: [2, 2], result: 1 },
  'i32.ge_u': { operands: [1, 2], result: 0 },
  'i32.add': { operands: [2147483647, 1], result: -2147483648 },
  'i32.sub': { operands: [3, 5], result: -2 },
  'i32.mul': { operands: [-3, 5], result: -15 },
  'i32.rem_u': { operands: [-1, 10], result: 5 }, // of 2^32 - 1
  'i32.and': { operands: [12, 10], result: 8 },
  'i32.shl': { operands: [3, 4], result: 48 },
  'i32.popcnt': { operands: [0b1011], result: 3 },
  'i32.shr_u': { operands: [-1, 28], result: 15 },
  'i32.wrap_i64': { operands: [2 ** 32 + 5], result: 5 },
  'i64.extend_i32_u': { operands: [-1], result: 2 ** 32 - 1 },
  'i64.eq': [
    { operands: [2 ** 32 + 5, 2 ** 32 + 5], result: 1 },
    { operands: [2 ** 32 + 5, 5], result: 0 },
  ],
  'i64.add': { operands: [2 ** 32 - 1, 1], result: 2 ** 32 },
  'i64.or': { operands: [2 ** 40 + 12, 10], result: 2 ** 40 + 14 },
  'i64.shl': { operands: [3, 40], result: 3 * 2 ** 40 },
  'i64.shr_u': { operands: [3 * 2 ** 40, 40], result: 3 },
  'f32.lt': { operands: [1, 2], result: 1 },
  'f32.gt': { operands: [1, 2], result: 0 },
  'f32.abs': { operands: [-2.5], result: 2.5 },
  'f32.sqrt': { operands: [2], result: Math.fround(Math.SQRT2) },
  'f32.add': { operands: [16777216, 1], result: 16777216 },
  'f32.sub': { operands: [1, 3], result: -2 },
  'f32.mul': { operands: [1.5, -3], result: -4.5 },
  'f32.div': { operands: [1, 3], result: Math.fround(1 / 3) },
  'f64.add': { operands: [0.1, 0.2], result: 0.30000000000000004 },
  'f64.sub': { operands: [0.3, 0.1], result: 0.19999999999999998 },
  'f64.div': { operands: [1, 3], result: 0.3333333333333333 },
  'f64.sqrt': { operands: [2], result: 1.4142135623730951 },
  'f64.mul': { operands: [0.1, 3], result: 0.30000000000000004 },
  'f32.convert_i32_u': { operands: [-1], result: 4294967296 },
  'f32.demote_f64': { operands: [0.1], result: 0.10000000149011612 },
  'f64.promote_f32': { operands: [0.1], result: 0.10000000149011612 },
  'v128.load': { operands: [4], floats: [9, 1, 2, 3, 4], result: [1, 2, 3, 4] },
  'i16x8.load8x8_u': {
    operands: [4],
    ints: [9, 0x04030201, 0x08070605],
    result: ints(0x00020001, 0x00040003, 0x00060005, 0x00080007),
  },
  'v128.load32_splat': { operands: [0], immediate: 4, floats: [9, 2.5], result: [2.5, 2.5, 2.5, 2.5] },
  'v128.load32_zero': { operands: [4], floats: [9, 2.5, 7], result: [2.5, 0, 0, 0] },
  'v128.store': { operands: [16, a], immediate: 4, stored: { at: 20, value: a } },
  'i8x16.shuffle': { operands: [a, b], immediate: [0, 4, 3, 7], result: [1, 2, 0, 4] },
  'f32x4.splat': { operands: [1.5], result: [1.5, 1.5, 1.5, 1.5] },
  'f32x4.extract_lane': { operands: [a], immediate: 2, result: 3.5 },
  'f32x4.replace_lane': { operands: [a, 9], immediate: 1, result: [1, 9, 3.5, 0] },
  'i32x4.eq': {
    operands: [
      [0, -0, 1, NaN],
      [0, 0, 1, NaN],
    ],
    result: [TRUE, 0, TRUE, TRUE],
  },
  'i16x8.splat': { operands: [5], result: ints(0x00050005, 0x00050005, 0x00050005, 0x00050005) },
  'i16x8.add': {
    operands: [ints(0x00010002, 0, 0xffff, 3), ints(0x00030004, 0, 1, 4)],
    result: ints(0x00040006, 0, 0, 7),
  },
  // lanes of 32 bits become 16 bits each, and values too large saturate: 70000, 5, 0, 2 | 1, 0, 0, 0
  'i16x8.narrow_i32x4_s': {
    operands: [ints(70000, 5, 0, 2), ints(1, 0, 0, 0)],
    result: ints(0x00057fff, 0x00020000, 1, 0),
  },
  // lanes of 16 bits become 8 bits each: 300, 5, 0, 2, 0 ... | 5, 0 ...
  'i8x16.narrow_i16x8_s': {
    operands: [ints(0x0005012c, 0x00020000, 0, 0), ints(5, 0, 0, 0)],
    result: ints(0x0200057f, 0, 5, 0),
  },
  // the top bits of bytes 3, 4 and 9
  'i8x16.bitmask': { operands: [ints(-0x80000000, 0x80, 0x8000, 0)], result: 0b10_0001_1000 },
  'f32x4.ne': {
    operands: [
      [0, -0, 1, NaN],
      [0, 0, 2, NaN],
    ],
    result: [0, 0, TRUE, TRUE],
  },
  'f32x4.lt': { operands: [a, b], result: [TRUE, 0, 0, TRUE] },
  'f32x4.gt': { operands: [a, b], result: [0, 0, TRUE, 0] },
  'v128.and': {
    operands: [
      [1, 1, 3, 0],
      [1, 0, 2, 5],
    ],
    result: [1, 0, 2, 0],
  },
  'v128.andnot': {
    operands: [
      [1, 2, 3, 4],
      [0, 2, 0, 4],
    ],
    result: [1, 0, 3, 0],
  },
  'v128.or': {
    operands: [
      [1, 0, 2, 0],
      [1, 3, 2, 0],
    ],
    result: [1, 3, 2, 0],
  },
  'v128.any_true': [
    { operands: [[0, 0, 1, 0]], result: 1 },
    { operands: [[0, 0, 0, 0]], result: 0 },
  ],
  'v128.bitselect': {
    operands: [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [0, 0, 0, 0],
    ],
    result: [5, 6, 7, 8],
  },
  'f32x4.abs': { operands: [a], result: [1, 2, 3.5, 0] },
  'f32x4.sqrt': { operands: [[4, 9, 2, 0]], result: [2, 3, Math.fround(Math.SQRT2), 0] },
  'f32x4.add': { operands: [a, b], result: [3, -4, 2.5, 4] },
  'f32x4.sub': { operands: [a, b], result: [-1, 0, 4.5, -4] },
  'f32x4.mul': { operands: [a, b], result: [2, 4, -3.5, 0] },
  'f32x4.div': { operands: [a, b], result: [0.5, 1, -3.5, 0] },
  'f32x4.pmin': {
    operands: [
      [1, -2, NaN, 0],
      [0, 0, 0, -0],
    ],
    result: [0, -2, NaN, 0],
  },
  // pmax(x, y) is x < y ? y : x, so pmax(x, 0) lets NaN and -0 pass
  'f32x4.pmax': {
    operands: [
      [1, -2, NaN, -0],
      [0, 0, 0, 0],
    ],
    result: [1, 0, NaN, -0],
  },
  'f32x4.relaxed_madd': {
    operands: [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [1, 1, 1, 1],
    ],
    result: [6, 13, 22, 33],
  },
  'memory.atomic.notify': { operands: [0, 5], result: 0 },
  // the word differs from the expected value: 1; it is equal, and nobody wakes the sleeper within a microsecond: 2
  'memory.atomic.wait32': [
    { operands: [4, 7, -1], ints: [7, 8], result: 1 },
    { operands: [4, 8, 1000], ints: [7, 8], result: 2 },
  ],
  'i32.atomic.load': { operands: [4], ints: [1, 42], result: 42 },
  'i32.atomic.store': { operands: [8, 42], stored: { at: 8, value: 42 } },
  'i32.atomic.rmw.add': { operands: [4, 3], ints: [0, 39], result: 39, stored: { at: 4, value: 42 } },
  'i64.atomic.load': { operands: [8], ints: [1, 1, 42, 1], result: 2 ** 32 + 42 },
  'i64.atomic.store': { operands: [8, 2 ** 33], stored: { at: 8, value: 2 ** 33 } },
  // the expected value is there, and is replaced; it is not, and the word stays
  'i64.atomic.rmw.cmpxchg': [
    { operands: [8, 2 ** 32 + 42, 7], ints: [1, 1, 42, 1], result: 2 ** 32 + 42, stored: { at: 8, value: 7 } },
    { operands: [8, 42, 7], ints: [1, 1, 42, 1], result: 2 ** 32 + 42, stored: { at: 8, value: 2 ** 32 + 42 } },
  ],
};

const OPERANDS_AT = 1024;
const RESULT_AT = 2048;

const loads = { i32: 'i32.load', i64: 'i64.load', f32: 'f32.load', f64: 'f64.load', v128: 'v128.load' } as const;
const stores = { i32: 'i32.store', i64: 'i64.store', f32: 'f32.store', f64: 'f64.store', v128: 'v128.store' } as const;

function write(view: DataView, at: number, type: ValueType, value: Value): void {
  if (typeof value !== 'number')
    value.forEach((lane, i) => {
      view.setFloat32(at + 4 * i, lane, true);
    });
  else if (type === 'i32') view.setInt32(at, value, true);
  else if (type === 'i64') view.setBigInt64(at, BigInt(value), true);
  else if (type === 'f32') view.setFloat32(at, value, true);
  else view.setFloat64(at, value, true);
}

function read(view: DataView, at: number, type: ValueType): Value {
  if (type === 'v128') return [0, 1, 2, 3].map((lane) => view.getFloat32(at + 4 * lane, true));
  if (type === 'i32') return view.getInt32(at, true);
  if (type === 'i64') return Number(view.getBigInt64(at, true));
  return type === 'f32' ? view.getFloat32(at, true) : view.getFloat64(at, true);
}

/** Emits any instruction with an immediate of any kind. The overloads of `emit` need the kind at compile time. */
const emitAny = (f: FunctionBuilder, mnemonic: Mnemonic, immediate?: Value): void => {
  (f.emit as (mnemonic: Mnemonic, immediate?: Value) => void).call(f, mnemonic, immediate);
};

function runCase(mnemonic: Mnemonic, { operands = [], immediate, floats = [], ints = [] }: Case): DataView {
  const instruction: Instruction = instructions[mnemonic];
  const f = new FunctionBuilder();
  for (let i = 0; i < instruction.gives.length; i++) f.emit('i32.const', RESULT_AT);
  instruction.takes.forEach((type, i) => {
    f.emit('i32.const', OPERANDS_AT + 16 * i);
    f.emit(loads[type]);
  });
  emitAny(f, mnemonic, immediate);
  for (const type of instruction.gives) f.emit(stores[type]);

  const shared = mnemonic.includes('atomic');
  const bytes = assemble({ pages: 1, shared }, { run: f });
  expect(WebAssembly.validate(bytes)).toBe(true);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared });
  const view = new DataView(memory.buffer);
  floats.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  ints.forEach((value, i) => {
    view.setInt32(4 * i, value, true);
  });
  operands.forEach((value, i) => {
    write(view, OPERANDS_AT + 16 * i, instruction.takes[i], value);
  });
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports;
  (run as () => void)();
  return view;
}

// Relaxed SIMD came with Node 21.
const hasRelaxed = (() => {
  const f = new FunctionBuilder();
  f.emit('i32.const', 0);
  for (let i = 0; i < 3; i++) f.emit('v128.const', [0, 0, 0, 0]);
  f.emit('f32x4.relaxed_madd');
  f.emit('v128.store');
  return WebAssembly.validate(assemble({ pages: 1 }, { f }));
})();

const all = (Object.keys(instructions) as Mnemonic[])
  .filter((mnemonic) => hasRelaxed || mnemonic !== 'f32x4.relaxed_madd')
  .flatMap((mnemonic) => [cases[mnemonic]].flat().map((one: Case) => [mnemonic, one] as const));

describe('the instruction', () => {
  it.each(all)('%s does what the specification says: %j', (mnemonic, one) => {
    const view = runCase(mnemonic, one);
    const [type] = instructions[mnemonic].gives;
    if (one.result !== undefined) expect(read(view, RESULT_AT, type)).toEqual(one.result);
    if (one.stored !== undefined) {
      const storedType = instructions[mnemonic].takes[1];
      expect(read(view, one.stored.at, storedType)).toEqual(one.stored.value);
    }
  });
});
