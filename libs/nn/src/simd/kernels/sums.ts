/**
 * How the sums of a tile begin and end: their start values, and what becomes of them when all terms are added. Shared by
 * the tile of all terms (`tile.ts`) and that of the active ones (`active.ts`).
 */
import type { FunctionBuilder, Local } from '../function-builder.js';
import { addScaled, FLOAT_BYTES, pushAddress, VECTOR_BYTES } from './loops.js';
import type { Product } from './product-shape.js';

/** The instructions of a tile: over vectors of four columns, or over single columns where a matrix has fewer than four. */
export const vector = {
  type: 'v128',
  bytes: VECTOR_BYTES,
  load: 'v128.load',
  loadElement: 'v128.load32_splat',
  store: 'v128.store',
  multiply: 'f32x4.mul',
  add: 'f32x4.add',
} as const;

export const scalar = {
  type: 'f32',
  bytes: FLOAT_BYTES,
  load: 'f32.load',
  loadElement: 'f32.load',
  store: 'f32.store',
  multiply: 'f32.mul',
  add: 'f32.add',
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
  // all of them before the first store: V8 can then make pairs of both
  eachSum(tile, (sum, r, j) => {
    if (finish === 'relu') {
      emitRelu(f, lanes, sum);
    } else if (finish !== undefined) {
      emitMask(f, lanes, sum, () => {
        pushAddress(f, finish.mask);
        addScaled(f, row, c.rowStride);
        addScaled(f, column, FLOAT_BYTES);
        f.emit(lanes.load, r * c.rowStride + j * lanes.bytes);
      });
    }
  });
  pushAddress(f, c.address);
  addScaled(f, row, c.rowStride);
  addScaled(f, column, FLOAT_BYTES);
  f.set(pC);
  eachSum(tile, (sum, r, j) => {
    f.get(pC);
    f.get(sum);
    f.emit(lanes.store, r * c.rowStride + j * lanes.bytes);
  });
}

/** On the stack: sum + element * b, rounded twice; once if fused. */
export function emitMultiplyAdd(f: FunctionBuilder, lanes: Lanes, sum: Local, element: Local, pushB: () => void, fused: boolean): void {
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
