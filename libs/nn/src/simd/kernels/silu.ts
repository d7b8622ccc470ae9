/**
 * The algebraic SiLU and its slope; `reference/silu.ts`:
 *
 *     const r = f32(x / f32(Math.sqrt(f32(f32(x * x) + b))));
 *     values[i] = f32(f32(0.5 * x) * f32(1 + r));
 *     slopes[i] = f32(0.5 * f32(1 + f32(r * f32(2 - f32(r * r)))));
 *     gradients[i] = f32(gradients[i] * slopes[i]);                          backward
 *
 * Every instruction rounds to float32, so the expressions below are these lines without `f32`. The vector form and the
 * scalar form are the same expressions: `mul` is f32x4.mul in one and f32.mul in the other.
 */
import { SILU_B } from '../../network.js';
import type { FunctionBuilder, Local } from '../function-builder.js';
import { get, set, type Push } from './expressions.js';
import type { Lanes } from './lanes.js';

/** Replaces x with its SiLU, and stores its slope at slopes + offset. r is overwritten. */
export function emitSilu(f: FunctionBuilder, lanes: Lanes, x: Local, r: Local, slopes: Push, offset: number): void {
  const { constant, store, add, sub, mul, div, sqrt } = lanes;
  const half = constant(0.5);
  const one = constant(1);
  const two = constant(2);
  set(f, r, div(get(x), sqrt(add(mul(get(x), get(x)), constant(SILU_B)))));
  store(f, slopes, mul(half, add(one, mul(get(r), sub(two, mul(get(r), get(r)))))), offset);
  set(f, x, mul(mul(half, get(x)), add(one, get(r))));
}

/** dx of dy and the slope */
export function siluGradient({ mul }: Lanes, dOutput: Push, slope: Push): Push {
  return mul(dOutput, slope);
}
