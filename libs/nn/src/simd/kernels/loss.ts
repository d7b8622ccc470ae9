/**
 * Mean squared error and its gradient, row by row; `reference/mse.ts`.
 *
 *     d = prediction - target      lossSum += d * d in float64      dPrediction = f32(2 / B) * d
 */
import { FunctionBuilder } from '../function-builder.js';
import { addScaled, advance, at, FLOAT_BYTES, pushAddress } from './loops.js';

export interface LossAddresses {
  readonly prediction: number;
  readonly dPrediction: number;
  readonly lossSum: number;
  /** Of a minibatch: the sum over the epoch, to which its own is added. */
  readonly epochLossSum?: number;
}

/**
 * The function (target, count): overwrites dPrediction, and lossSum with the sum of a minibatch; without epochLossSum it
 * adds to lossSum, since validation has one sum over all its rows.
 */
export function lossKernel({ prediction, dPrediction, lossSum, epochLossSum }: LossAddresses): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [target, count] = f.params;
  const row = f.local('i32');
  const factor = f.local('f32');
  const d = f.local('f32');
  const exact = f.local('f64');
  const sum = f.local('f64');

  // factor = 2 / count      sum = 0 or lossSum
  f.emit('f32.const', 2);
  f.get(count);
  f.emit('f32.convert_i32_u');
  f.emit('f32.div');
  f.set(factor);
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
  pushAddress(f, at(lossSum));
  f.get(sum);
  f.emit('f64.store');
  if (epochLossSum !== undefined) {
    pushAddress(f, at(epochLossSum));
    pushAddress(f, at(epochLossSum));
    f.emit('f64.load');
    f.get(sum);
    f.emit('f64.add');
    f.emit('f64.store');
  }
  return f;
}
