/**
 * One Adam update of all parameters; `reference/adam.ts`, four parameters at a time and the last ones singly.
 *
 *     m = b1 m + c1 g                  flushed to 0 where |m| < 2^-48
 *     v = b2 v + c2 (g g)              flushed to 0 where v < 2^-96
 *     w = w - (alpha m) / (sqrt(v) + epsilon)
 */
import type { AdamSettings } from '../../engine.js';
import type { FunctionBuilder, Local } from '../function-builder.js';
import { advance, at, FLOAT_BYTES, pushAddress, VECTOR_BYTES } from './loops.js';

export interface AdamAddresses {
  readonly params: number;
  readonly grads: number;
  readonly m: number;
  readonly v: number;
  readonly stepSize: number;
}

const SMALLEST_M = 2 ** -48;
const SMALLEST_V = 2 ** -96;
const LANES = 4;

/** The same instructions over vectors and over single parameters. */
const vector = {
  type: 'v128', load: 'v128.load', store: 'v128.store', add: 'f32x4.add', sub: 'f32x4.sub', mul: 'f32x4.mul',
  div: 'f32x4.div', sqrt: 'f32x4.sqrt', abs: 'f32x4.abs', lt: 'f32x4.lt',
} as const;
const scalar = {
  type: 'f32', load: 'f32.load', store: 'f32.store', add: 'f32.add', sub: 'f32.sub', mul: 'f32.mul',
  div: 'f32.div', sqrt: 'f32.sqrt', abs: 'f32.abs', lt: 'f32.lt',
} as const;
type Lanes = typeof vector | typeof scalar;

export function emitAdam(f: FunctionBuilder, addresses: AdamAddresses, parameterCount: number, { beta1, beta2, epsilon }: AdamSettings): void {
  const { params, grads, m, v, stepSize } = addresses;
  const p = f.local('i32');

  const update = (lanes: Lanes, alpha: Local, g: Local, mNew: Local, vNew: Local): void => {
    const constant = (value: number): void => {
      if (lanes.type === 'v128') f.emit('v128.const', [value, value, value, value]);
      else f.emit('f32.const', value);
    };
    /** On the stack: x, or 0 where |x| (x itself for v) is below the limit. */
    const flush = (x: Local, limit: number, absolute: boolean): void => {
      const isSmall = (): void => {
        f.get(x);
        if (absolute) f.emit(lanes.abs);
        constant(limit);
        f.emit(lanes.lt);
      };
      if (lanes.type === 'v128') {
        f.get(x);
        isSmall();
        f.emit('v128.andnot');
      } else {
        constant(0);
        f.get(x);
        isSmall();
        f.select('f32');
      }
    };
    const load = (base: number): void => {
      f.get(p);
      f.emit(lanes.load, base);
    };

    // g = grads[p]
    load(grads);
    f.set(g);
    // mNew = flush(b1 * m + c1 * g)
    constant(beta1);
    load(m);
    f.emit(lanes.mul);
    constant(1 - beta1);
    f.get(g);
    f.emit(lanes.mul);
    f.emit(lanes.add);
    f.set(mNew);
    flush(mNew, SMALLEST_M, true);
    f.set(mNew);
    // vNew = flush(b2 * v + c2 * (g * g))
    constant(beta2);
    load(v);
    f.emit(lanes.mul);
    constant(1 - beta2);
    f.get(g);
    f.get(g);
    f.emit(lanes.mul);
    f.emit(lanes.mul);
    f.emit(lanes.add);
    f.set(vNew);
    flush(vNew, SMALLEST_V, false);
    f.set(vNew);
    // m[p] = mNew      v[p] = vNew
    f.get(p);
    f.get(mNew);
    f.emit(lanes.store, m);
    f.get(p);
    f.get(vNew);
    f.emit(lanes.store, v);
    // params[p] = params[p] - (alpha * mNew) / (sqrt(vNew) + epsilon)
    f.get(p);
    load(params);
    f.get(alpha);
    f.get(mNew);
    f.emit(lanes.mul);
    f.get(vNew);
    f.emit(lanes.sqrt);
    constant(epsilon);
    f.emit(lanes.add);
    f.emit(lanes.div);
    f.emit(lanes.sub);
    f.emit(lanes.store, params);
  };

  // p = 0; while p < end: update the lanes at p, and go on
  const sweep = (lanes: Lanes, count: number, step: number): void => {
    if (count === 0) return;
    const [alpha, g, mNew, vNew] = Array.from({ length: 4 }, () => f.local(lanes.type));
    pushAddress(f, at(stepSize));
    f.emit(lanes.type === 'v128' ? 'v128.load32_splat' : 'f32.load');
    f.set(alpha);
    f.loop((again) => {
      update(lanes, alpha, g, mNew, vNew);
      advance(f, p, step);
      f.get(p);
      f.emit('i32.const', endOf(lanes));
      f.emit('i32.ne');
      f.br_if(again);
    });
  };
  const vectorCount = Math.floor(parameterCount / LANES);
  const endOf = (lanes: Lanes): number => (lanes.type === 'v128' ? vectorCount * VECTOR_BYTES : parameterCount * FLOAT_BYTES);
  sweep(vector, vectorCount, VECTOR_BYTES);
  sweep(scalar, parameterCount - vectorCount * LANES, FLOAT_BYTES);
}
