/**
 * Adam's step size for the next step t; `reference/step-size.ts`:
 *
 *     powers[0] *= beta1;
 *     powers[1] *= beta2;
 *     target[0] = (learningRate * Math.sqrt(1 - powers[1])) / (1 - powers[0]);
 *
 * All in float64. Storing rounds to float32. One step has one step size, so there is a scalar form only.
 */
import type { AdamSettings } from '../../engine.js';
import type { FunctionBuilder } from '../function-builder.js';
import { unary, type Push } from './expressions.js';
import { float64, scalar } from './lanes.js';
import { address, at } from './loops.js';

export interface StepSizeAddresses {
  readonly learningRate: number;
  readonly betaPowers: number;
  readonly stepSize: number;
}

const toFloat32 = unary('f32.demote_f64');

export function emitStepSize(
  f: FunctionBuilder,
  { learningRate, betaPowers, stepSize }: StepSizeAddresses,
  { beta1, beta2 }: AdamSettings,
): void {
  const { bytes, constant, load, store, sub, mul, div, sqrt } = float64;
  // every address is an offset from 0
  const zero = address(at(0));
  const powers = [betaPowers, betaPowers + bytes] as const;
  [beta1, beta2].forEach((beta, i) => {
    store(f, zero, mul(load(zero, powers[i]), constant(beta)), powers[i]);
  });
  const oneMinus = (power: number): Push => sub(constant(1), load(zero, power));
  const alpha = div(mul(load(zero, learningRate), sqrt(oneMinus(powers[1]))), oneMinus(powers[0]));
  scalar.store(f, zero, toFloat32(alpha), stepSize);
}
