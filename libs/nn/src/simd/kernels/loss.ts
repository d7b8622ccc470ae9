/**
 * Mean squared error and its gradient, row by row; `reference/mse.ts`.
 *
 *     d = prediction - target      lossSum += d * d in float64      dPrediction = f32(2 / B) * d
 */
import { FunctionBuilder, type Local } from '../function-builder.js';
import { addScaled, advance, at, FLOAT_BYTES, pushAddress, type Address } from './loops.js';

export interface LossAddresses {
  readonly prediction: number;
  readonly dPrediction: number;
  readonly lossSum: number;
  /** Of a minibatch: the sum over the epoch, to which its own is added. */
  readonly epochLossSum?: number;
}

/** factor = 2 / rows, in float32. */
function emitFactor(f: FunctionBuilder, factor: Local, rows: Local): void {
  f.emit('f32.const', 2);
  f.get(rows);
  f.emit('f32.convert_i32_u');
  f.emit('f32.div');
  f.set(factor);
}

/**
 * The function (target, count): overwrites dPrediction, and lossSum with the sum of a minibatch; without epochLossSum
 * it adds to lossSum, since validation has one sum over all its rows.
 */
export function lossKernel({ prediction, dPrediction, lossSum, epochLossSum }: LossAddresses): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [target, count] = f.params;
  const row = f.local('i32');
  const factor = f.local('f32');
  const d = f.local('f32');
  const exact = f.local('f64');
  const sum = f.local('f64');

  emitFactor(f, factor, count);
  // sum = 0 or lossSum
  if (epochLossSum === undefined) {
    pushAddress(f, at(lossSum));
    f.emit('f64.load');
    f.set(sum);
  }
  f.loop((again) => {
    // d = prediction[row] - target[row]
    pushAddress(f, at(prediction));
    addScaled(f, row, FLOAT_BYTES);
    f.emit('f32.load');
    f.get(target);
    addScaled(f, row, FLOAT_BYTES);
    f.emit('f32.load');
    f.emit('f32.sub');
    f.set(d);
    // dPrediction[row] = factor * d
    pushAddress(f, at(dPrediction));
    addScaled(f, row, FLOAT_BYTES);
    f.get(factor);
    f.get(d);
    f.emit('f32.mul');
    f.emit('f32.store');
    // sum = sum + d * d
    f.get(sum);
    f.get(d);
    f.emit('f64.promote_f32');
    f.tee(exact);
    f.get(exact);
    f.emit('f64.mul');
    f.emit('f64.add');
    f.set(sum);
    advance(f, row, 1);
    f.get(row);
    f.get(count);
    f.emit('i32.ne');
    f.br_if(again);
  });
  emitWriteSum(f, sum, lossSum, epochLossSum);
  return f;
}

/** dPrediction alone, of `count` rows of a minibatch of `batchRows`. */
export function emitRowLoss(
  f: FunctionBuilder,
  { prediction, dPrediction, target }: Readonly<Record<'prediction' | 'dPrediction' | 'target', Address>>,
  count: Local,
  batchRows: Local,
): void {
  const row = f.local('i32');
  const factor = f.local('f32');
  const pushRow = (of: Address): void => {
    pushAddress(f, of);
    addScaled(f, row, FLOAT_BYTES);
  };
  emitFactor(f, factor, batchRows);
  f.loop((again) => {
    // dPrediction[row] = factor * (prediction[row] - target[row])
    pushRow(dPrediction);
    f.get(factor);
    pushRow(prediction);
    f.emit('f32.load');
    pushRow(target);
    f.emit('f32.load');
    f.emit('f32.sub');
    f.emit('f32.mul');
    f.emit('f32.store');
    advance(f, row, 1);
    f.get(row);
    f.get(count);
    f.emit('i32.ne');
    f.br_if(again);
  });
}

/**
 * The function (prediction, target, count) for the rows of all threads: lossSum is overwritten with their sum, in the
 * order of the rows, which is added to epochLossSum, if there is one.
 */
export function lossSumKernel({
  lossSum,
  epochLossSum,
}: Pick<LossAddresses, 'lossSum' | 'epochLossSum'>): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32']);
  const [prediction, target, count] = f.params;
  const row = f.local('i32');
  const exact = f.local('f64');
  const sum = f.local('f64');
  const pushRow = (values: Local): void => {
    f.get(values);
    addScaled(f, row, FLOAT_BYTES);
    f.emit('f32.load');
  };
  f.loop((again) => {
    // sum = sum + (prediction[row] - target[row])^2
    f.get(sum);
    pushRow(prediction);
    pushRow(target);
    f.emit('f32.sub');
    f.emit('f64.promote_f32');
    f.tee(exact);
    f.get(exact);
    f.emit('f64.mul');
    f.emit('f64.add');
    f.set(sum);
    advance(f, row, 1);
    f.get(row);
    f.get(count);
    f.emit('i32.ne');
    f.br_if(again);
  });
  emitWriteSum(f, sum, lossSum, epochLossSum);
  return f;
}

/** lossSum = sum      epochLossSum += sum, if there is one */
function emitWriteSum(f: FunctionBuilder, sum: Local, lossSum: number, epochLossSum: number | undefined): void {
  pushAddress(f, at(lossSum));
  f.get(sum);
  f.emit('f64.store');
  if (epochLossSum === undefined) return;
  pushAddress(f, at(epochLossSum));
  pushAddress(f, at(epochLossSum));
  f.emit('f64.load');
  f.get(sum);
  f.emit('f64.add');
  f.emit('f64.store');
}
