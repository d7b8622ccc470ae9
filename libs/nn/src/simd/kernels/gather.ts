/**
 * Gathers the rows of a minibatch: inputs[r] = X[order[r]], target[r] = y[order[r]]; `load` of the reference engine.
 */
import { FunctionBuilder, type Local } from '../function-builder.js';
import { addScaled, advance, at, FLOAT_BYTES, overlappingBlocks, pushAddress, type Address } from './loops.js';

const LANES = 4;

/**
 * The function (order, count, X, y): addresses of the first row number and of the rows, and how many rows to gather.
 */
export function gatherKernel(inputSize: number, inputs: number, target: number): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32', 'i32']);
  const [order, count, x, y] = f.params;
  emitGather(f, inputSize, { order, count, x, y }, at(inputs), at(target));
  return f;
}

/** Gathers `count` rows, at least one, to where `inputs` and `target` begin. */
export function emitGather(
  f: FunctionBuilder,
  inputSize: number,
  { order, count, x, y }: Readonly<Record<'order' | 'count' | 'x' | 'y', Local>>,
  inputs: Address,
  target: Address,
): void {
  const row = f.local('i32');
  const from = f.local('i32');
  const source = f.local('i32');
  const column = f.local('i32');
  const destination = f.local('i32');

  // for row = 0 .. count - 1
  f.loop((again) => {
    //   from = order[row]
    f.get(order);
    addScaled(f, row, FLOAT_BYTES);
    f.emit('i32.load');
    f.set(from);
    //   target[row] = y[from]
    pushAddress(f, target);
    addScaled(f, row, FLOAT_BYTES);
    f.get(y);
    addScaled(f, from, FLOAT_BYTES);
    f.emit('f32.load');
    f.emit('f32.store');
    //   inputs[row] = X[from], four columns at a time, or one
    f.get(x);
    addScaled(f, from, inputSize * FLOAT_BYTES);
    f.set(source);
    pushAddress(f, inputs);
    addScaled(f, row, inputSize * FLOAT_BYTES);
    f.set(destination);
    const lanes = inputSize >= LANES ? LANES : 1;
    overlappingBlocks(f, column, inputSize, lanes, () => {
      f.get(destination);
      addScaled(f, column, FLOAT_BYTES);
      f.get(source);
      addScaled(f, column, FLOAT_BYTES);
      f.emit(lanes === 1 ? 'f32.load' : 'v128.load');
      f.emit(lanes === 1 ? 'f32.store' : 'v128.store');
    });
    advance(f, row, 1);
    f.get(row);
    f.get(count);
    f.emit('i32.ne');
    f.br_if(again);
  });
}
