/**
 * How the sums of a tile begin and end: their start values, and what becomes of them when all terms are added. Shared
 * by the tile of all terms (`tile.ts`) and that of the active ones (`active.ts`).
 */
import { SILU_B } from '../../network.js';
import type { FunctionBuilder, Local } from '../function-builder.js';
import { VECTOR_BYTES } from './lanes.js';
import { addScaled, FLOAT_BYTES, pushAddress, type Address } from './loops.js';
import type { Product } from './product-shape.js';

/**
 * The instructions of a tile: over vectors of four columns, or over single columns where a matrix has fewer than four.
 */
export const vector = {
  type: 'v128',
  bytes: VECTOR_BYTES,
  load: 'v128.load',
  loadElement: 'v128.load32_splat',
  store: 'v128.store',
  multiply: 'f32x4.mul',
  add: 'f32x4.add',
  subtract: 'f32x4.sub',
  divide: 'f32x4.div',
  sqrt: 'f32x4.sqrt',
} as const;

export const scalar = {
  type: 'f32',
  bytes: FLOAT_BYTES,
  load: 'f32.load',
  loadElement: 'f32.load',
  store: 'f32.store',
  multiply: 'f32.mul',
  add: 'f32.add',
  subtract: 'f32.sub',
  divide: 'f32.div',
  sqrt: 'f32.sqrt',
} as const;

export type Lanes = typeof vector | typeof scalar;

/** The sums of some neighbouring rows, row by row, each of `width` vectors or single columns, from (row, column) on. */
export interface TileSums {
  readonly lanes: Lanes;
  readonly row: Local;
  readonly column: Local;
  readonly rows: number;
  readonly width: number;
  readonly sums: readonly Local[];
  /** Free once all terms are added. */
  readonly temporary: Local;
}

const eachSum = ({ rows, width, sums }: TileSums, visit: (sum: Local, r: number, j: number) => void): void => {
  for (let r = 0; r < rows; r++) for (let j = 0; j < width; j++) visit(sums[r * width + j], r, j);
};

/** sum[r][j] = start[j], or 0 */
export function emitStart(f: FunctionBuilder, tile: TileSums, { start }: Product): void {
  const { lanes, column } = tile;
  eachSum(tile, (sum, _, j) => {
    if (start === undefined) {
      pushZero(f, lanes);
    } else {
      pushAddress(f, start);
      addScaled(f, column, FLOAT_BYTES);
      f.emit(lanes.load, j * lanes.bytes);
    }
    f.set(sum);
  });
}

/** C[row + r][column + j] = finish(sum[r][j]) */
export function emitFinish(f: FunctionBuilder, tile: TileSums, { c, finish }: Product, pC: Local): void {
  const { lanes, row, column } = tile;
  const pushPlace = (of: Address): void => {
    pushAddress(f, of);
    addScaled(f, row, c.rowStride);
    addScaled(f, column, FLOAT_BYTES);
  };
  if (finish !== undefined && finish !== 'relu' && 'slopes' in finish) {
    pushPlace(finish.slopes);
    f.set(pC);
  }
  // all of them before the first store: V8 can then make pairs of both
  eachSum(tile, (sum, r, j) => {
    if (finish === undefined) return;
    const offset = r * c.rowStride + j * lanes.bytes;
    const loadFrom = (of: Address) => (): void => {
      pushPlace(of);
      f.emit(lanes.load, offset);
    };
    if (finish === 'relu') emitRelu(f, lanes, sum);
    else if ('mask' in finish) emitMask(f, lanes, sum, loadFrom(finish.mask));
    else if ('factors' in finish) emitFactor(f, lanes, sum, loadFrom(finish.factors));
    else emitSilu(f, lanes, sum, tile.temporary, pC, offset);
  });
  pushPlace(c.address);
  f.set(pC);
  eachSum(tile, (sum, r, j) => {
    f.get(pC);
    f.get(sum);
    f.emit(lanes.store, r * c.rowStride + j * lanes.bytes);
  });
}

/** On the stack: sum + element * b, rounded twice; once if fused. */
export function emitMultiplyAdd(
  f: FunctionBuilder,
  lanes: Lanes,
  sum: Local,
  element: Local,
  pushB: () => void,
  fused: boolean,
): void {
  if (fused && lanes.type === 'v128') {
    f.get(element);
    pushB();
    f.get(sum);
    f.emit('f32x4.relaxed_madd');
    return;
  }
  f.get(sum);
  f.get(element);
  pushB();
  f.emit(lanes.multiply);
  f.emit(lanes.add);
}

function pushZero(f: FunctionBuilder, lanes: Lanes): void {
  if (lanes.type === 'v128') f.emit('v128.const', [0, 0, 0, 0]);
  else f.emit('f32.const', 0);
}

/** sum = sum < 0 ? 0 : sum, which lets NaN and -0 pass. */
function emitRelu(f: FunctionBuilder, lanes: Lanes, sum: Local): void {
  f.get(sum);
  pushZero(f, lanes);
  if (lanes.type === 'v128') {
    f.emit('f32x4.pmax'); // pmax(x, 0) is x < 0 ? 0 : x
  } else {
    f.get(sum);
    pushZero(f, lanes);
    f.emit('f32.lt');
    f.emit('i32.eqz');
    f.select('f32');
  }
  f.set(sum);
}

/** sum = sum * factor */
function emitFactor(f: FunctionBuilder, lanes: Lanes, sum: Local, loadFactor: () => void): void {
  f.get(sum);
  loadFactor();
  f.emit(lanes.multiply);
  f.set(sum);
}

/**
 * The algebraic SiLU, `reference/silu.ts`:
 *
 *     r = sum / sqrt(sum * sum + b)
 *     slope at pC + offset = 0.5 * (1 + r * (2 - r * r))
 *     sum = (0.5 * sum) * (1 + r)
 */
function emitSilu(f: FunctionBuilder, lanes: Lanes, sum: Local, r: Local, pC: Local, offset: number): void {
  const constant = (value: number): void => {
    if (lanes.type === 'v128') f.emit('v128.const', [value, value, value, value]);
    else f.emit('f32.const', value);
  };
  f.get(sum);
  f.get(sum);
  f.get(sum);
  f.emit(lanes.multiply);
  constant(SILU_B);
  f.emit(lanes.add);
  f.emit(lanes.sqrt);
  f.emit(lanes.divide);
  f.set(r);
  f.get(pC);
  constant(0.5);
  constant(1);
  f.get(r);
  constant(2);
  f.get(r);
  f.get(r);
  f.emit(lanes.multiply);
  f.emit(lanes.subtract);
  f.emit(lanes.multiply);
  f.emit(lanes.add);
  f.emit(lanes.multiply);
  f.emit(lanes.store, offset);
  constant(0.5);
  f.get(sum);
  f.emit(lanes.multiply);
  constant(1);
  f.get(r);
  f.emit(lanes.add);
  f.emit(lanes.multiply);
  f.set(sum);
}

/** sum = mask > 0 ? sum : 0 */
function emitMask(f: FunctionBuilder, lanes: Lanes, sum: Local, loadMask: () => void): void {
  f.get(sum);
  if (lanes.type === 'v128') {
    loadMask();
    pushZero(f, lanes);
    f.emit('f32x4.gt');
    f.emit('v128.and');
  } else {
    pushZero(f, lanes);
    loadMask();
    pushZero(f, lanes);
    f.emit('f32.gt');
    f.select('f32');
  }
  f.set(sum);
}
