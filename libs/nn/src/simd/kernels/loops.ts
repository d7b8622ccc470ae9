/** The loops and addresses of all kernels. */
import type { FunctionBuilder, Local } from '../function-builder.js';
import type { Push } from './expressions.js';

export const FLOAT_BYTES = 4;

/** A whole number, known either when the kernel is emitted or only when it runs. */
export type Count = number | Local;

/** A byte address: a constant, a variable, or their sum. */
export interface Address {
  readonly base: number;
  readonly plus?: Local;
}

export function at(base: number, plus?: Local): Address {
  return { base, plus };
}

export function pushCount(f: FunctionBuilder, count: Count): void {
  if (typeof count === 'number') f.emit('i32.const', count);
  else f.get(count);
}

export function pushAddress(f: FunctionBuilder, { base, plus }: Address): void {
  f.emit('i32.const', base);
  if (plus !== undefined) {
    f.get(plus);
    f.emit('i32.add');
  }
}

/** On the stack: the value that is there + index * stride. */
export function addScaled(f: FunctionBuilder, index: Local, stride: number): void {
  f.get(index);
  f.emit('i32.const', stride);
  f.emit('i32.mul');
  f.emit('i32.add');
}

/** The same as an expression. */
export const address =
  (of: Address): Push =>
  (f) => {
    pushAddress(f, of);
  };

/** base + index * stride: the address of an element. Elements are float32s unless another stride is given. */
export const indexed =
  (base: Push, index: Local, stride = FLOAT_BYTES): Push =>
  (f) => {
    base(f);
    addScaled(f, index, stride);
  };

/** variable += amount */
export function advance(f: FunctionBuilder, variable: Local, amount: number): void {
  f.get(variable);
  f.emit('i32.const', amount);
  f.emit('i32.add');
  f.set(variable);
}

/**
 * Continues from the variable's present value, in whole turns, at least one:
 *
 *     do
 *       body
 *       variable += amount
 *     while variable is not at the end
 */
export function loopUntil(f: FunctionBuilder, variable: Local, end: Count, amount: number, body: () => void): void {
  f.loop((again) => {
    body();
    advance(f, variable, amount);
    f.get(variable);
    pushCount(f, end);
    f.emit('i32.ne');
    f.br_if(again);
  });
}

/**
 * Continues from the variable's present value by whole blocks up to the end; none if it is there.
 *
 *     while variable is not at the end
 *       body
 *       variable += size
 */
export function blocksUpTo(f: FunctionBuilder, variable: Local, end: Count, size: number, body: () => void): void {
  f.block((leave) => {
    f.loop((again) => {
      f.get(variable);
      pushCount(f, end);
      f.emit('i32.eq');
      f.br_if(leave);
      body();
      advance(f, variable, size);
      f.br(again);
    });
  });
}

/**
 * Covers 0 .. count - 1 by blocks of `size`; count is at least `size`. The last block is moved back so that it ends
 * with count, and overlaps the one before it. The overlap is computed twice, with the same result. Nothing outside is
 * touched, and no code for the ragged tail is needed.
 *
 *     index = 0
 *     loop
 *       body
 *       if index = count - size: leave
 *       index = min(index + size, count - size)
 */
export function overlappingBlocks(
  f: FunctionBuilder,
  index: Local,
  count: Count,
  size: number,
  body: () => void,
): void {
  if (count === size) {
    f.emit('i32.const', 0);
    f.set(index);
    body();
    return;
  }
  const pushLast = (): void => {
    if (typeof count === 'number') {
      f.emit('i32.const', count - size);
    } else {
      f.get(count);
      f.emit('i32.const', size);
      f.emit('i32.sub');
    }
  };
  f.emit('i32.const', 0);
  f.set(index);
  f.block((leave) => {
    f.loop((again) => {
      body();
      f.get(index);
      pushLast();
      f.emit('i32.eq');
      f.br_if(leave);
      advance(f, index, size);
      f.get(index);
      pushLast();
      f.emit('i32.gt_u');
      f.if(() => {
        pushLast();
        f.set(index);
      });
      f.br(again);
    });
  });
}
