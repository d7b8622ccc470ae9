/**
 * One Adam update of parameters; `reference/adam.ts`:
 *
 *     let mi = f32(f32(b1 * m[i]) + f32(c1 * g));
 *     let vi = f32(f32(b2 * v[i]) + f32(c2 * f32(g * g)));
 *     if (Math.abs(mi) < smallestM) mi = 0;
 *     if (vi < smallestV) vi = 0;
 *     params[i] = f32(params[i] - f32(f32(alpha * mi) / f32(f32(Math.sqrt(vi)) + eps)));
 *
 * Every instruction rounds to float32, so the expressions below are these lines without `f32`. Vectors update four
 * parameters at a time; scalars update the ragged tail. Both forms are the same expressions, except for the flush to
 * zero:
 *
 *                                vector                     scalar
 *     if (isSmall) x = 0         x & ~isSmall               select(0, x, isSmall)
 */
import type { AdamSettings } from '../../engine.js';
import { FunctionBuilder, type Local } from '../function-builder.js';
import { binary, get, select, set, type Push } from './expressions.js';
import { int32, LANES, scalar, vector, VECTOR_BYTES, type Lanes } from './lanes.js';
import { address, at, FLOAT_BYTES, loopUntil, type Count } from './loops.js';

export interface AdamAddresses {
  readonly params: number;
  readonly grads: number;
  readonly m: number;
  readonly v: number;
  readonly stepSize: number;
}

const SMALLEST_M = 2 ** -48;
const SMALLEST_V = 2 ** -96;

const andNot = binary('v128.andnot');

/**
 * All parameters.
 *
 * @param vectors how many vectors one turn of the loop takes; V8 can make pairs of an even number
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

/** The function (first, end) for part of the parameters. Both are in bytes from the first parameter. */
export function adamKernel(addresses: AdamAddresses, settings: AdamSettings): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [p, end] = f.params;
  const inVectors = f.local('i32');
  const { constant, add, sub, and, ne } = int32;
  // p + (end - p), rounded down to whole vectors
  set(f, inVectors, add(get(p), and(sub(get(end), get(p)), constant(-VECTOR_BYTES))));
  const sweepIfAny = (lanes: Lanes, to: Local): void => {
    ne(get(p), get(to))(f);
    f.if(() => {
      emitSweep(f, lanes, 1, p, to, addresses, settings);
    });
  };
  sweepIfAny(vector, inVectors);
  sweepIfAny(scalar, end);
  return f;
}

/**
 * Updates from p until p is endBytes: at least one turn of the loop, and whole turns only. A turn updates `copies`
 * neighbouring vectors or scalars.
 */
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
  loopUntil(f, p, endBytes, copies * lanes.bytes, () => {
    emitUpdate(f, lanes, p, addresses, constants, variables);
  });
}

type Constants = Readonly<
  Record<'alpha' | 'b1' | 'c1' | 'b2' | 'c2' | 'epsilon' | 'smallestM' | 'smallestV' | 'zero', Push>
>;

/** The step size and the constants, kept in variables. Otherwise V8 would build a constant again in every turn. */
function emitConstants(
  f: FunctionBuilder,
  { type, constant, loadElement }: Lanes,
  stepSize: number,
  { beta1, beta2, epsilon }: AdamSettings,
): Constants {
  const keep = (value: Push): Push => {
    const local = f.local(type);
    set(f, local, value);
    return get(local);
  };
  return {
    alpha: keep(loadElement(address(at(stepSize)))),
    b1: keep(constant(beta1)),
    c1: keep(constant(1 - beta1)),
    b2: keep(constant(beta2)),
    c2: keep(constant(1 - beta2)),
    epsilon: keep(constant(epsilon)),
    smallestM: keep(constant(SMALLEST_M)),
    smallestV: keep(constant(SMALLEST_V)),
    zero: keep(constant(0)),
  };
}

/** Updates the parameters at p and, for each further copy of the variables, the ones behind them. */
function emitUpdate(
  f: FunctionBuilder,
  lanes: Lanes,
  p: Local,
  addresses: AdamAddresses,
  { alpha, b1, c1, b2, c2, epsilon, smallestM, smallestV, zero }: Constants,
  variables: readonly Readonly<Record<'g' | 'm' | 'v' | 'w', Local>>[],
): void {
  const { add, sub, mul, div, sqrt, abs, lt } = lanes;
  const zeroIf = (isSmall: Push, x: Push): Push =>
    lanes.type === 'v128' ? andNot(x, isSmall) : select('f32', zero, x, isSmall);

  variables.forEach(({ g, m, v, w }, copy) => {
    const load = (base: number): Push => lanes.load(get(p), base + copy * lanes.bytes);
    set(f, g, load(addresses.grads));
    set(f, m, add(mul(b1, load(addresses.m)), mul(c1, get(g))));
    set(f, m, zeroIf(lt(abs(get(m)), smallestM), get(m)));
    set(f, v, add(mul(b2, load(addresses.v)), mul(c2, mul(get(g), get(g)))));
    set(f, v, zeroIf(lt(get(v), smallestV), get(v)));
    set(f, w, sub(load(addresses.params), div(mul(alpha, get(m)), add(sqrt(get(v)), epsilon))));
  });
  // all loads before the first store, and neighbours side by side, so that V8 can make pairs of them
  const storeAll = (name: 'm' | 'v' | 'w', base: number): void => {
    variables.forEach((locals, copy) => {
      lanes.store(f, get(p), get(locals[name]), base + copy * lanes.bytes);
    });
  };
  storeAll('m', addresses.m);
  storeAll('v', addresses.v);
  storeAll('w', addresses.params);
}
