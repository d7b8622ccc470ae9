/**
 * Adam's step size for the next step t; `reference/step-size.ts`, in float64:
 *
 *     powers[0] = powers[0] * beta1      powers[1] = powers[1] * beta2
 *     stepSize = f32(learningRate * sqrt(1 - powers[1]) / (1 - powers[0]))
 */
import type { AdamSettings } from '../../engine.js';
import type { FunctionBuilder } from '../function-builder.js';

export interface StepSizeAddresses {
  readonly learningRate: number;
  readonly betaPowers: number;
  readonly stepSize: number;
}

const DOUBLE_BYTES = 8;

export function emitStepSize(
  f: FunctionBuilder,
  { learningRate, betaPowers, stepSize }: StepSizeAddresses,
  { beta1, beta2 }: AdamSettings,
): void {
  const pushAt = (address: number): void => {
    f.emit('i32.const', 0);
    f.emit('f64.load', address);
  };
  const powers = [betaPowers, betaPowers + DOUBLE_BYTES] as const;
  [beta1, beta2].forEach((beta, i) => {
    f.emit('i32.const', 0);
    pushAt(powers[i]);
    f.emit('f64.const', beta);
    f.emit('f64.mul');
    f.emit('f64.store', powers[i]);
  });
  const pushOneMinus = (address: number): void => {
    f.emit('f64.const', 1);
    pushAt(address);
    f.emit('f64.sub');
  };
  f.emit('i32.const', 0);
  pushAt(learningRate);
  pushOneMinus(powers[1]);
  f.emit('f64.sqrt');
  f.emit('f64.mul');
  pushOneMinus(powers[0]);
  f.emit('f64.div');
  f.emit('f32.demote_f64');
  f.emit('f32.store', stepSize);
}
