/**
 * The instructions that the assembler knows: the specification's mnemonics, their opcodes (core specification 3.0,
 * section 5.4), and the types of the operands that they pop and push.
 */

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** The immediate that follows the opcode. */
export type Immediate = 'none' | 'memory' | 'lane' | 'i32' | 'i64' | 'f32' | 'f64' | 'v128' | 'shuffle';

export interface Instruction {
  /** One byte, or a prefix byte and the number after it as LEB128. */
  readonly prefix: number | undefined;
  readonly code: number;
  readonly takes: readonly ValueType[];
  readonly gives: readonly ValueType[];
  readonly immediate: Immediate;
  /**
   * For a memory access, its size in bytes, which is also its natural alignment. For a lane access, the number of
   * lanes.
   */
  readonly size: number;
}

const SIMD = 0xfd;
export const ATOMIC = 0xfe;

const types = (text: string): readonly ValueType[] => (text === '' ? [] : (text.split(' ') as ValueType[]));

/** A signature reads like "f32 f32 -> f32". */
const instruction = <I extends Immediate>(
  prefix: number | undefined,
  code: number,
  signature: string,
  immediate: I,
  size = 0,
) => {
  const [takes, gives] = signature.split('->').map((side) => types(side.trim()));
  return { prefix, code, takes, gives, immediate, size };
};

const plain = (code: number, signature: string) => instruction(undefined, code, signature, 'none');
const memory = (code: number, signature: string, size: number) =>
  instruction(undefined, code, signature, 'memory', size);
const simd = (code: number, signature: string) => instruction(SIMD, code, signature, 'none');
const simdMemory = (code: number, signature: string, size: number) =>
  instruction(SIMD, code, signature, 'memory', size);
const simdLane = (code: number, signature: string, lanes: number) => instruction(SIMD, code, signature, 'lane', lanes);
const atomic = (code: number, signature: string, size = 4) => instruction(ATOMIC, code, signature, 'memory', size);

const UNARY = 'v128 -> v128';
const BINARY = 'v128 v128 -> v128';
const TERNARY = 'v128 v128 v128 -> v128';

export const instructions = {
  nop: plain(0x01, '->'),

  'i32.const': instruction(undefined, 0x41, '-> i32', 'i32'),
  'i64.const': instruction(undefined, 0x42, '-> i64', 'i64'),
  'f32.const': instruction(undefined, 0x43, '-> f32', 'f32'),
  'f64.const': instruction(undefined, 0x44, '-> f64', 'f64'),
  'v128.const': instruction(SIMD, 0x0c, '-> v128', 'v128'),

  'i32.load': memory(0x28, 'i32 -> i32', 4),
  'i64.load': memory(0x29, 'i32 -> i64', 8),
  'f32.load': memory(0x2a, 'i32 -> f32', 4),
  'f64.load': memory(0x2b, 'i32 -> f64', 8),
  'i32.load16_u': memory(0x2f, 'i32 -> i32', 2),
  'i32.store': memory(0x36, 'i32 i32 ->', 4),
  'i64.store': memory(0x37, 'i32 i64 ->', 8),
  'f32.store': memory(0x38, 'i32 f32 ->', 4),
  'f64.store': memory(0x39, 'i32 f64 ->', 8),

  'i32.eqz': plain(0x45, 'i32 -> i32'),
  'i32.eq': plain(0x46, 'i32 i32 -> i32'),
  'i32.ne': plain(0x47, 'i32 i32 -> i32'),
  'i32.lt_s': plain(0x48, 'i32 i32 -> i32'),
  'i32.gt_s': plain(0x4a, 'i32 i32 -> i32'),
  'i32.lt_u': plain(0x49, 'i32 i32 -> i32'),
  'i32.gt_u': plain(0x4b, 'i32 i32 -> i32'),
  'i32.le_u': plain(0x4d, 'i32 i32 -> i32'),
  'i32.ge_u': plain(0x4f, 'i32 i32 -> i32'),
  'i32.add': plain(0x6a, 'i32 i32 -> i32'),
  'i32.sub': plain(0x6b, 'i32 i32 -> i32'),
  'i32.mul': plain(0x6c, 'i32 i32 -> i32'),
  'i32.rem_u': plain(0x70, 'i32 i32 -> i32'),
  'i32.and': plain(0x71, 'i32 i32 -> i32'),
  'i32.shl': plain(0x74, 'i32 i32 -> i32'),

  'i32.shr_u': plain(0x76, 'i32 i32 -> i32'),
  'i32.popcnt': plain(0x69, 'i32 -> i32'),
  'i32.wrap_i64': plain(0xa7, 'i64 -> i32'),
  'i64.extend_i32_u': plain(0xad, 'i32 -> i64'),
  'i64.eq': plain(0x51, 'i64 i64 -> i32'),
  'i64.add': plain(0x7c, 'i64 i64 -> i64'),
  'i64.or': plain(0x84, 'i64 i64 -> i64'),
  'i64.shl': plain(0x86, 'i64 i64 -> i64'),
  'i64.shr_u': plain(0x88, 'i64 i64 -> i64'),

  'f32.gt': plain(0x5e, 'f32 f32 -> i32'),
  'f32.lt': plain(0x5d, 'f32 f32 -> i32'),
  'f32.abs': plain(0x8b, 'f32 -> f32'),
  'f32.sqrt': plain(0x91, 'f32 -> f32'),
  'f32.add': plain(0x92, 'f32 f32 -> f32'),
  'f32.sub': plain(0x93, 'f32 f32 -> f32'),
  'f32.mul': plain(0x94, 'f32 f32 -> f32'),
  'f32.div': plain(0x95, 'f32 f32 -> f32'),
  'f64.add': plain(0xa0, 'f64 f64 -> f64'),
  'f64.sub': plain(0xa1, 'f64 f64 -> f64'),
  'f64.mul': plain(0xa2, 'f64 f64 -> f64'),
  'f64.div': plain(0xa3, 'f64 f64 -> f64'),
  'f64.sqrt': plain(0x9f, 'f64 -> f64'),
  'f32.convert_i32_u': plain(0xb3, 'i32 -> f32'),
  'f32.demote_f64': plain(0xb6, 'f64 -> f32'),
  'f64.promote_f32': plain(0xbb, 'f32 -> f64'),

  'v128.load': simdMemory(0x00, 'i32 -> v128', 16),
  'i16x8.load8x8_u': simdMemory(0x02, 'i32 -> v128', 8),
  'v128.load32_splat': simdMemory(0x09, 'i32 -> v128', 4),
  'v128.load32_zero': simdMemory(0x5c, 'i32 -> v128', 4),
  'v128.store': simdMemory(0x0b, 'i32 v128 ->', 16),
  'i8x16.shuffle': instruction(SIMD, 0x0d, BINARY, 'shuffle'),
  'f32x4.splat': simd(0x13, 'f32 -> v128'),
  'f32x4.extract_lane': simdLane(0x1f, 'v128 -> f32', 4),
  'f32x4.replace_lane': simdLane(0x20, 'v128 f32 -> v128', 4),
  'i32x4.eq': simd(0x37, BINARY),
  'i16x8.splat': simd(0x10, 'i32 -> v128'),
  'i16x8.add': simd(0x8e, BINARY),
  'i16x8.narrow_i32x4_s': simd(0x85, BINARY),
  'i8x16.narrow_i16x8_s': simd(0x65, BINARY),
  'i8x16.bitmask': simd(0x64, 'v128 -> i32'),
  'f32x4.ne': simd(0x42, BINARY),
  'f32x4.lt': simd(0x43, BINARY),
  'f32x4.gt': simd(0x44, BINARY),
  'v128.and': simd(0x4e, BINARY),
  'v128.andnot': simd(0x4f, BINARY),
  'v128.or': simd(0x50, BINARY),
  'v128.any_true': simd(0x53, 'v128 -> i32'),
  'v128.bitselect': simd(0x52, TERNARY),
  'f32x4.abs': simd(0xe0, UNARY),
  'f32x4.sqrt': simd(0xe3, UNARY),
  'f32x4.add': simd(0xe4, BINARY),
  'f32x4.sub': simd(0xe5, BINARY),
  'f32x4.mul': simd(0xe6, BINARY),
  'f32x4.div': simd(0xe7, BINARY),
  'f32x4.pmin': simd(0xea, BINARY),
  'f32x4.pmax': simd(0xeb, BINARY),
  'f32x4.relaxed_madd': simd(0x105, TERNARY),

  'memory.atomic.notify': atomic(0x00, 'i32 i32 -> i32'),
  'memory.atomic.wait32': atomic(0x01, 'i32 i32 i64 -> i32'),
  'i32.atomic.load': atomic(0x10, 'i32 -> i32'),
  'i32.atomic.store': atomic(0x17, 'i32 i32 ->'),
  'i32.atomic.rmw.add': atomic(0x1e, 'i32 i32 -> i32'),
  'i64.atomic.load': atomic(0x11, 'i32 -> i64', 8),
  'i64.atomic.store': atomic(0x18, 'i32 i64 ->', 8),
  'i64.atomic.rmw.cmpxchg': atomic(0x49, 'i32 i64 i64 -> i64', 8),
} as const satisfies Record<string, Instruction>;

type Table = typeof instructions;
export type Mnemonic = keyof Table;
/** The mnemonics of all instructions with the given kind of immediate. */
export type MnemonicWith<I extends Immediate> = {
  [M in Mnemonic]: Table[M]['immediate'] extends I ? M : never;
}[Mnemonic];
