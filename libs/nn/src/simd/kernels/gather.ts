/**
 * Gathers the rows of a minibatch: inputs[r] = X[order[r]], target[r] = y[order[r]]; `load` of the reference engine.
 */
import { FunctionBuilder, type Local } from '../function-builder.js';
import { get, set } from './expressions.js';
import { int32, LANES, scalar, vector } from './lanes.js';
import { address, at, FLOAT_BYTES, indexed, loopUntil, overlappingBlocks, type Address } from './loops.js';

/** The function (order, count, X, y): the addresses of the first row number and of the rows, and the number of rows. */
export function gatherKernel(inputSize: number, inputs: number, target: number): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32', 'i32']);
  const [order, count, x, y] = f.params;
  emitGather(f, inputSize, { order, count, x, y }, at(inputs), at(target));
  return f;
}

/** Gathers `count` rows, at least one, to the start of `inputs` and `target`. */
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

  const { load, store } = inputSize >= LANES ? vector : scalar;
  const rowBytes = inputSize * FLOAT_BYTES;
  loopUntil(f, row, count, 1, () => {
    set(f, from, int32.load(indexed(get(order), row)));
    scalar.store(f, indexed(address(target), row), scalar.load(indexed(get(y), from)));
    // inputs[row] = X[from], four columns at a time or one
    set(f, source, indexed(get(x), from, rowBytes));
    set(f, destination, indexed(address(inputs), row, rowBytes));
    overlappingBlocks(f, column, inputSize, inputSize >= LANES ? LANES : 1, () => {
      store(f, indexed(get(destination), column), load(indexed(get(source), column)));
    });
  });
}
