/**
 * One Adam update of parameters; `reference/adam.ts`, four parameters at a time and the last ones singly.
 *
 *     m = b1 m + c1 g                  flushed to 0 where |m| < 2^-48
 *     v = b2 v + c2 (g g)              flushed to 0 where v < 2^-96
 *     w = w - (alpha m) / (sqrt(v) + epsilon)
 */
import type { AdamSettings } from '../../engine.js';
import { FunctionBuilder, type Local } from '../function-builder.js';
import { advance, at, FLOAT_BYTES, pushAddress, pushCount, VECTOR_BYTES, type Count } from './loops.js';

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
  type: 'v128',
  bytes: VECTOR_BYTES,
  load: 'v128.load',
  store: 'v128.store',
  add: 'f32x4.add',
  sub: 'f32x4.sub',
  mul: 'f32x4.mul',
  div: 'f32x4.div',
  sqrt: 'f32x4.sqrt',
  abs: 'f32x4.abs',
  lt: 'f32x4.lt',
} as const;
const scalar = {
  type: 'f32',
  bytes: FLOAT_BYTES,
  load: 'f32.load',
  store: 'f32.store',
  add: 'f32.add',
  sub: 'f32.sub',
  mul: 'f32.mul',
  div: 'f32.div',
  sqrt: 'f32.sqrt',
  abs: 'f32.abs',
  lt: 'f32.lt',
} as const;
type Lanes = typeof vector | typeof scalar;

/**
 * The step size and the constants, each in every lane. They are variables: V8 makes a constant anew where it stands.
 */
interface Constants {
  readonly alpha: Local;
  readonly b1: Local;
  readonly c1: Local;
  readonly b2: Local;
  readonly c2: Local;
  readonly epsilon: Local;
  readonly smallestM: Local;
  readonly smallestV: Local;
  readonly zero: Local;
}

/**
 * All parameters.
 *
 * @param vectors how many vectors a turn of the loop takes; an even number lets V8 make pairs of them
 */
export function emitAdam(
  f: FunctionBuilder,
  addresses: AdamAddresses,
  parameterCount: number,
  settings: AdamSettings,
  vectors: number,
): void {
  const p = f.local('i32');
  const block = vectors * LANES;
  const inBlocks = Math.floor(parameterCount / block) * block;
  const inVectors = Math.floor(parameterCount / LANES) * LANES;
  const sweep = (lanes: Lanes, copies: number, end: number): void => {
    emitSweep(f, lanes, copies, p, end * FLOAT_BYTES, addresses, settings);
  };
  if (inBlocks > 0) sweep(vector, vectors, inBlocks);
  if (inBlocks < inVectors) sweep(vector, 1, inVectors);
  if (inVectors < parameterCount) sweep(scalar, 1, parameterCount);
}

/** The function (first, end) for a part of the parameters, given by the bytes before it and before its end. */
export function adamKernel(addresses: AdamAddresses, settings: AdamSettings): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [p, end] = f.params;
  const inVectors = f.local('i32');
  // inVectors = p + (end - p), rounded down to whole vectors
  f.get(p);
  f.get(end);
  f.get(p);
  f.emit('i32.sub');
  f.emit('i32.const', -VECTOR_BYTES);
  f.emit('i32.and');
  f.emit('i32.add');
  f.set(inVectors);
  const sweepIfAny = (lanes: Lanes, to: Local): void => {
    f.get(p);
    f.get(to);
    f.emit('i32.ne');
    f.if(() => {
      emitSweep(f, lanes, 1, p, to, addresses, settings);
    });
  };
  sweepIfAny(vector, inVectors);
  sweepIfAny(scalar, end);
  return f;
}

/** Updates from p on, to where p is endBytes: at least one turn of the loop, and whole ones. */
function emitSweep(
  f: FunctionBuilder,
  lanes: Lanes,
  copies: number,
  p: Local,
  endBytes: Count,
  addresses: AdamAddresses,
  settings: AdamSettings,
): void {
  const constants = emitConstants(f, lanes, addresses.stepSize, settings);
  const variables = Array.from({ length: copies }, () => {
    const [g, m, v, w] = Array.from({ length: 4 }, () => f.local(lanes.type));
    return { g, m, v, w };
  });
  // do: update the lanes at p; go on; while p is not at the end
  f.loop((again) => {
    emitUpdate(f, lanes, p, addresses, constants, variables);
    advance(f, p, copies * lanes.bytes);
    f.get(p);
    pushCount(f, endBytes);
    f.emit('i32.ne');
    f.br_if(again);
  });
}

function emitConstants(
  f: FunctionBuilder,
  lanes: Lanes,
  stepSize: number,
  { beta1, beta2, epsilon }: AdamSettings,
): Constants {
  const constant = (value: number): Local => {
    const local = f.local(lanes.type);
    if (lanes.type === 'v128') f.emit('v128.const', [value, value, value, value]);
    else f.emit('f32.const', value);
    f.set(local);
    return local;
  };
  const alpha = f.local(lanes.type);
  pushAddress(f, at(stepSize));
  f.emit(lanes.type === 'v128' ? 'v128.load32_splat' : 'f32.load');
  f.set(alpha);
  return {
    alpha,
    b1: constant(beta1),
    c1: constant(1 - beta1),
    b2: constant(beta2),
    c2: constant(1 - beta2),
    epsilon: constant(epsilon),
    smallestM: constant(SMALLEST_M),
    smallestV: constant(SMALLEST_V),
    zero: constant(0),
  };
}

interface UpdateLocals {
  readonly g: Local;
  readonly m: Local;
  readonly v: Local;
  readonly w: Local;
}

/**
 * Updates what lies at offset p of each vector of parameters, and behind it once more for each further set of
 * variables.
 */
function emitUpdate(
  f: FunctionBuilder,
  lanes: Lanes,
  p: Local,
  addresses: AdamAddresses,
  { alpha, b1, c1, b2, c2, epsilon, smallestM, smallestV, zero }: Constants,
  variables: readonly UpdateLocals[],
): void {
  /** x = (|x| or x) < limit ? 0 : x */
  const flush = (x: Local, limit: Local, absolute: boolean): void => {
    const pushIsSmall = (): void => {
      f.get(x);
      if (absolute) f.emit(lanes.abs);
      f.get(limit);
      f.emit(lanes.lt);
    };
    if (lanes.type === 'v128') {
      f.get(x);
      pushIsSmall();
      f.emit('v128.andnot');
    } else {
      f.get(zero);
      f.get(x);
      pushIsSmall();
      f.select('f32');
    }
    f.set(x);
  };

  variables.forEach(({ g, m, v, w }, copy) => {
    const load = (base: number): void => {
      f.get(p);
      f.emit(lanes.load, base + copy * lanes.bytes);
    };
    // g = grads[p]      m = flush(b1 * m[p] + c1 * g)
    load(addresses.grads);
    f.set(g);
    f.get(b1);
    load(addresses.m);
    f.emit(lanes.mul);
    f.get(c1);
    f.get(g);
    f.emit(lanes.mul);
    f.emit(lanes.add);
    f.set(m);
    flush(m, smallestM, true);
    // v = flush(b2 * v[p] + c2 * (g * g))
    f.get(b2);
    load(addresses.v);
    f.emit(lanes.mul);
    f.get(c2);
    f.get(g);
    f.get(g);
    f.emit(lanes.mul);
    f.emit(lanes.mul);
    f.emit(lanes.add);
    f.set(v);
    flush(v, smallestV, false);
    // w = params[p] - (alpha * m) / (sqrt(v) + epsilon)
    load(addresses.params);
    f.get(alpha);
    f.get(m);
    f.emit(lanes.mul);
    f.get(v);
    f.emit(lanes.sqrt);
    f.get(epsilon);
    f.emit(lanes.add);
    f.emit(lanes.div);
    f.emit(lanes.sub);
    f.set(w);
  });
  // all loads before the first store, and neighbours side by side
  for (const name of ['m', 'v', 'w'] as const) {
    variables.forEach((locals, copy) => {
      f.get(p);
      f.get(locals[name]);
      f.emit(lanes.store, (name === 'w' ? addresses.params : addresses[name]) + copy * lanes.bytes);
    });
  }
}
