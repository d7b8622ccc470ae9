/**
 * Mean squared error and its gradient; `reference/mse.ts`:
 *
 *     const d = f32(prediction[row] - target[row]);                          forward
 *     lossSum[0] += d * d;
 *     const k = f32(2 / rows);                                               backward
 *     dPrediction[row] = f32(k * f32(prediction[row] - target[row]));
 *
 * The sum is float64 and takes the rows in order. So there is only a scalar form: vectors would add in another order,
 * and each row has only one prediction.
 *
 * One thread does both halves in one loop. With several threads, each does the backward half for its own rows, and one
 * of them adds up all rows.
 */
import { FunctionBuilder, type Local } from '../function-builder.js';
import { get, set, tee, unary, type Push } from './expressions.js';
import { float64, scalar } from './lanes.js';
import { address, at, indexed, loopUntil, type Address } from './loops.js';

export interface LossAddresses {
  readonly prediction: number;
  readonly dPrediction: number;
  readonly lossSum: number;
  /** The sum over the epoch, to which a minibatch's sum is added. Validation has none. */
  readonly epochLossSum?: number;
}

const fromInteger = unary('f32.convert_i32_u');
const toFloat64 = unary('f64.promote_f32');

/** d = prediction - target, from the addresses of both */
const difference = (prediction: Push, target: Push): Push => scalar.sub(scalar.load(prediction), scalar.load(target));

/** k = 2 / rows */
const gradientFactor = (rows: Local): Push => scalar.div(scalar.constant(2), fromInteger(get(rows)));

/** sum + d * d. The square of a float32 is exact in float64; `exact` is overwritten. */
const plusSquare = (sum: Local, d: Push, exact: Local): Push =>
  float64.add(get(sum), float64.mul(tee(exact, toFloat64(d)), get(exact)));

/**
 * The function (target, count): overwrites dPrediction, and lossSum with the sum of a minibatch. Without epochLossSum
 * it adds to lossSum instead, since validation has one sum over all its rows.
 */
export function lossKernel({ prediction, dPrediction, lossSum, epochLossSum }: LossAddresses): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [target, count] = f.params;
  const row = f.local('i32');
  const k = f.local('f32');
  const d = f.local('f32');
  const exact = f.local('f64');
  const sum = f.local('f64');
  set(f, k, gradientFactor(count));
  if (epochLossSum === undefined) set(f, sum, float64.load(address(at(lossSum))));
  loopUntil(f, row, count, 1, () => {
    set(f, d, difference(indexed(address(at(prediction)), row), indexed(get(target), row)));
    scalar.store(f, indexed(address(at(dPrediction)), row), scalar.mul(get(k), get(d)));
    set(f, sum, plusSquare(sum, get(d), exact));
  });
  emitWriteSum(f, sum, lossSum, epochLossSum);
  return f;
}

/** The backward half: overwrites dPrediction for `count` rows of a minibatch of `batchRows`. */
export function emitRowLoss(
  f: FunctionBuilder,
  { prediction, dPrediction, target }: Readonly<Record<'prediction' | 'dPrediction' | 'target', Address>>,
  count: Local,
  batchRows: Local,
): void {
  const row = f.local('i32');
  const k = f.local('f32');
  set(f, k, gradientFactor(batchRows));
  loopUntil(f, row, count, 1, () => {
    const d = difference(indexed(address(prediction), row), indexed(address(target), row));
    scalar.store(f, indexed(address(dPrediction), row), scalar.mul(get(k), d));
  });
}

/** The forward half, the function (prediction, target, count): overwrites lossSum with the sum over `count` rows. */
export function lossSumKernel({
  lossSum,
  epochLossSum,
}: Pick<LossAddresses, 'lossSum' | 'epochLossSum'>): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32']);
  const [prediction, target, count] = f.params;
  const row = f.local('i32');
  const exact = f.local('f64');
  const sum = f.local('f64');
  loopUntil(f, row, count, 1, () => {
    set(f, sum, plusSquare(sum, difference(indexed(get(prediction), row), indexed(get(target), row)), exact));
  });
  emitWriteSum(f, sum, lossSum, epochLossSum);
  return f;
}

/** lossSum = sum      epochLossSum += sum, if there is one */
function emitWriteSum(f: FunctionBuilder, sum: Local, lossSum: number, epochLossSum: number | undefined): void {
  const { load, store, add } = float64;
  store(f, address(at(lossSum)), get(sum));
  if (epochLossSum === undefined) return;
  const epoch = address(at(epochLossSum));
  store(f, epoch, add(load(epoch), get(sum)));
}
