/**
 * Builds the body of one WebAssembly function and checks its operand stack on the way. An instruction whose operands
 * are missing or have the wrong type throws where it is emitted, and the error names both.
 *
 *     const f = new FunctionBuilder(['f32'], 'f32');      (x) -> x + 1
 *     f.get(f.params[0]);
 *     f.emit('f32.const', 1);
 *     f.emit('f32.add');
 *
 * Blocks and loops take nothing from the stack and leave nothing on it, which is enough for numerical kernels.
 */
import { ByteWriter } from './bytes.js';
import {
  ATOMIC,
  instructions,
  type Instruction,
  type Mnemonic,
  type MnemonicWith,
  type ValueType,
} from './instructions.js';

export const typeCodes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const END = 0x0b;
const BR = 0x0c;
const BR_IF = 0x0d;
const SELECT = 0x1b;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCAL_TEE = 0x22;
const NO_RESULT = 0x40;

/**
 * The alignment that a memory access promises: a vector may start at any float. (Atomic accesses must promise their
 * full size.)
 */
const MOST_ALIGNMENT = 4;

/** A parameter or a variable, valid only in the function that made it. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** An open block or loop: the target of a branch. */
export interface Label {
  /** How many blocks were open around it. */
  readonly depth: number;
}

export class FunctionBuilder {
  readonly params: readonly Local[];
  private readonly locals: ValueType[] = [];
  private readonly code = new ByteWriter();
  /** Types of the operands on the stack inside the innermost open block. */
  private stack: ValueType[] = [];
  private openBlocks = 0;

  /** @param result the type left on the stack at the end; undefined for none */
  constructor(
    params: readonly ValueType[] = [],
    readonly result?: ValueType,
  ) {
    this.params = params.map((type, index) => ({ index, type }));
  }

  /** A new variable, zero at the start. */
  local(type: ValueType): Local {
    this.locals.push(type);
    return { index: this.params.length + this.locals.length - 1, type };
  }

  emit(mnemonic: MnemonicWith<'none'>): void;
  /** @param offset bytes added to the address on the stack */
  emit(mnemonic: MnemonicWith<'memory'>, offset?: number): void;
  /** @param immediate the constant (an i64 must fit into 32 bits), or the number of the lane */
  emit(mnemonic: MnemonicWith<'i32' | 'i64' | 'f32' | 'f64' | 'lane'>, immediate: number): void;
  /**
   * @param lanes of v128.const: four float32. Of the shuffle: for each of the result's four 32-bit lanes, its index
   * among the eight lanes of both operands.
   */
  emit(mnemonic: 'v128.const' | 'i8x16.shuffle', lanes: readonly [number, number, number, number]): void;
  emit(mnemonic: Mnemonic, immediate: number | readonly number[] = 0): void {
    const instruction: Instruction = instructions[mnemonic];
    this.take(mnemonic, instruction.takes);
    const { code } = this;
    if (instruction.prefix === undefined) {
      code.u8(instruction.code);
    } else {
      code.u8(instruction.prefix);
      code.u32(instruction.code);
    }
    this.writeImmediate(mnemonic, instruction, immediate);
    for (const type of instruction.gives) this.stack.push(type);
  }

  /** local.get */
  get(local: Local): void {
    this.code.u8(LOCAL_GET);
    this.code.u32(this.checked(local).index);
    this.stack.push(local.type);
  }

  /** local.set */
  set(local: Local): void {
    this.take('local.set', [this.checked(local).type]);
    this.code.u8(LOCAL_SET);
    this.code.u32(local.index);
  }

  /** local.tee: sets it and leaves the value on the stack. */
  tee(local: Local): void {
    this.take('local.tee', [this.checked(local).type]);
    this.code.u8(LOCAL_TEE);
    this.code.u32(local.index);
    this.stack.push(local.type);
  }

  /** block ... end; a branch to its label leaves it. */
  block(body: (label: Label) => void): void {
    this.nested(BLOCK, 'block', body);
  }

  /** loop ... end; a branch to its label goes back to its start. */
  loop(body: (label: Label) => void): void {
    this.nested(LOOP, 'loop', body);
  }

  /** if ... end, taken if the i32 on the stack is not 0. */
  if(body: (label: Label) => void): void {
    this.take('if', ['i32']);
    this.nested(IF, 'if', body);
  }

  /** select, on two values of the type and an i32: the first value if the i32 is not 0, else the second. */
  select(type: ValueType): void {
    this.take('select', [type, type, 'i32']);
    this.code.u8(SELECT);
    this.stack.push(type);
  }

  br(label: Label): void {
    this.branch(BR, label);
  }

  /** Branches if the i32 on the stack is not 0. */
  br_if(label: Label): void {
    this.take('br_if', ['i32']);
    this.branch(BR_IF, label);
  }

  /** Writes the function's entry in the code section. @throws Error if the stack does not hold the result */
  writeTo(out: ByteWriter): void {
    const expected = this.result === undefined ? '' : this.result;
    if (this.stack.join(' ') !== expected) {
      throw new TypeError(`The function must end with (${expected}) on the stack; there is (${this.stack.join(' ')}).`);
    }
    const body = new ByteWriter();
    body.u32(this.locals.length);
    for (const type of this.locals) {
      body.u32(1);
      body.u8(typeCodes[type]);
    }
    out.u32(body.length + this.code.length + 1);
    out.append(body.bytes);
    out.append(this.code.bytes);
    out.u8(END);
  }

  private nested(opcode: number, what: string, body: (label: Label) => void): void {
    this.code.u8(opcode);
    this.code.u8(NO_RESULT);
    const outer = this.stack;
    this.stack = [];
    const label = { depth: this.openBlocks };
    this.openBlocks++;
    body(label);
    this.mustBeEmpty(what);
    this.openBlocks--;
    this.stack = outer;
    this.code.u8(END);
  }

  private branch(opcode: number, label: Label): void {
    const distance = this.openBlocks - 1 - label.depth;
    if (distance < 0) throw new Error('A branch can only go to a block that is still open.');
    this.mustBeEmpty('a branch');
    this.code.u8(opcode);
    this.code.u32(distance);
  }

  /** Pops operands off the stack, the last one first. */
  private take(what: string, types: readonly ValueType[]): void {
    // plain loops: a module is emitted once, by code that V8 has not yet optimised
    const { stack } = this;
    const at = stack.length - types.length;
    let fits = at >= 0;
    for (let i = 0; fits && i < types.length; i++) fits = stack[at + i] === types[i];
    if (!fits) throw new TypeError(`${what} takes (${types.join(' ')}); on the stack is (${stack.join(' ')}).`);
    for (let i = 0; i < types.length; i++) stack.pop();
  }

  private mustBeEmpty(what: string): void {
    if (this.stack.length > 0) throw new TypeError(`${what} leaves (${this.stack.join(' ')}) on the stack.`);
  }

  private checked(local: Local): Local {
    const { index, type } = local;
    const own = index < this.params.length ? this.params[index].type : this.locals[index - this.params.length];
    if (own !== type) throw new Error(`Local ${index} (${type}) is not a local of this function.`);
    return local;
  }

  private writeImmediate(
    mnemonic: Mnemonic,
    { prefix, immediate: kind, size }: Instruction,
    value: number | readonly number[],
  ): void {
    const { code } = this;
    if (typeof value !== 'number') {
      for (const lane of value) {
        if (kind === 'v128') code.f32(lane);
        else for (let byte = 0; byte < 4; byte++) code.u8(4 * lane + byte);
      }
      return;
    }
    switch (kind) {
      case 'memory':
        code.u32(Math.log2(prefix === ATOMIC ? size : Math.min(size, MOST_ALIGNMENT)));
        code.u32(value);
        break;
      case 'lane':
        if (!Number.isInteger(value) || value < 0 || value >= size) {
          throw new RangeError(`${mnemonic} has lanes 0 to ${size - 1}; got ${value}.`);
        }
        code.u8(value);
        break;
      case 'i32': // an address beyond 2^31 is written as the signed number of the same bits
        code.s32(value >= 2 ** 31 && value < 2 ** 32 ? value - 2 ** 32 : value);
        break;
      case 'i64': // a number that fits into 32 bits is written the same way
        code.s32(value);
        break;
      case 'f32':
        code.f32(value);
        break;
      case 'f64':
        code.f64(value);
        break;
    }
  }
}
