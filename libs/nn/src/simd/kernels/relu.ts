/**
 * ReLU; `reference/relu.ts`:
 *
 *     values[i] = values[i] < 0 ? 0 : values[i];                             y of x
 *     gradients[i] = outputs[i] > 0 ? gradients[i] : 0;                      dx of dy and y
 *
 *            vector                       scalar
 *     y      pmax(x, 0)                   select(x, 0, !(x < 0))
 *     dx     dy & (y > 0)                 select(dy, 0, y > 0)
 *
 * pmax(x, 0) is defined as x < 0 ? 0 : x. A vector comparison gives a bit mask, so "and" keeps the active lanes.
 */
import { binary, select, unary, type Push } from './expressions.js';
import type { Lanes } from './lanes.js';

const pmax = binary('f32x4.pmax');
const and = binary('v128.and');
const not = unary('i32.eqz');

/** y of x */
export function relu({ type, constant, lt }: Lanes, x: Push): Push {
  const zero = constant(0);
  return type === 'v128' ? pmax(x, zero) : select(type, x, zero, not(lt(x, zero)));
}

/** dx of dy and y */
export function reluGradient({ type, constant, gt }: Lanes, dOutput: Push, output: Push): Push {
  const zero = constant(0);
  const isActive = gt(output, zero);
  return type === 'v128' ? and(dOutput, isActive) : select(type, dOutput, zero, isActive);
}
