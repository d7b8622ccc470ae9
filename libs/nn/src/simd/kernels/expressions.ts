/**
 * Emitted arithmetic that reads as arithmetic. An expression is a function that pushes one value on the operand stack:
 *
 *     set(f, y, mul(add(get(r), constant(1)), get(x)))      y = (r + 1) * x
 *
 * Operands are pushed from left to right. Nothing is emitted until `set` or a store is given the whole expression.
 * So an expression that is used twice is also computed twice.
 */
import type { FunctionBuilder, Local } from '../function-builder.js';
import type { MnemonicWith, ValueType } from '../instructions.js';

export type Push = (f: FunctionBuilder) => void;

export const get =
  (local: Local): Push =>
  (f) => {
    f.get(local);
  };

/** local = value */
export function set(f: FunctionBuilder, local: Local, value: Push): void {
  value(f);
  f.set(local);
}

/** local = value, which is also the value of the expression */
export const tee =
  (local: Local, value: Push): Push =>
  (f) => {
    value(f);
    f.tee(local);
  };

/** condition ? a : b. Both are computed. */
export const select =
  (type: ValueType, a: Push, b: Push, condition: Push): Push =>
  (f) => {
    a(f);
    b(f);
    condition(f);
    f.select(type);
  };

export const unary =
  (mnemonic: MnemonicWith<'none'>) =>
  (a: Push): Push =>
  (f) => {
    a(f);
    f.emit(mnemonic);
  };

export const binary =
  (mnemonic: MnemonicWith<'none'>) =>
  (a: Push, b: Push): Push =>
  (f) => {
    a(f);
    b(f);
    f.emit(mnemonic);
  };

export const ternary =
  (mnemonic: MnemonicWith<'none'>) =>
  (a: Push, b: Push, c: Push): Push =>
  (f) => {
    a(f);
    b(f);
    c(f);
    f.emit(mnemonic);
  };

export const constantOf =
  (mnemonic: MnemonicWith<'i32' | 'f32' | 'f64'>) =>
  (value: number): Push =>
  (f) => {
    f.emit(mnemonic, value);
  };

/** The value at address + offset. */
export const loadOf =
  (mnemonic: MnemonicWith<'memory'>) =>
  (address: Push, offset = 0): Push =>
  (f) => {
    address(f);
    f.emit(mnemonic, offset);
  };

/** Stores the value at address + offset. */
export const storeOf =
  (mnemonic: MnemonicWith<'memory'>) =>
  (f: FunctionBuilder, address: Push, value: Push, offset = 0): void => {
    address(f);
    value(f);
    f.emit(mnemonic, offset);
  };
