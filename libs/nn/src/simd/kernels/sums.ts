/**
 * How the sums of a tile start and end: their start values, and what happens to them after all terms are added. The
 * tile of all terms (`tile.ts`) and that of the active ones (`active.ts`) share this code.
 */
import type { FunctionBuilder, Local } from '../function-builder.js';
import { get, set, type Push } from './expressions.js';
import type { ProductLanes } from './lanes.js';
import { address, indexed, type Address } from './loops.js';
import type { Product } from './product-shape.js';
import { relu, reluGradient } from './relu.js';
import { emitSilu, siluGradient } from './silu.js';

/**
 * The sums of some neighbouring rows, row by row, each `width` vectors or single columns wide, starting at (row,
 * column).
 */
export interface TileSums {
  readonly lanes: ProductLanes;
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
  const { load, constant, bytes } = tile.lanes;
  eachSum(tile, (sum, _, j) => {
    set(f, sum, start === undefined ? constant(0) : load(indexed(address(start), tile.column), j * bytes));
  });
}

/** C[row + r][column + j] = finish(sum[r][j]) */
export function emitFinish(f: FunctionBuilder, tile: TileSums, { c, finish }: Product, pC: Local): void {
  const { lanes, row, column, temporary } = tile;
  const place = (of: Address): Push => indexed(indexed(address(of), row, c.rowStride), column);
  const offset = (r: number, j: number): number => r * c.rowStride + j * lanes.bytes;
  if (finish !== undefined) {
    if (finish !== 'relu' && 'slopes' in finish) set(f, pC, place(finish.slopes));
    // all results before the first store, so that V8 can pair both the results and the stores
    eachSum(tile, (sum, r, j) => {
      const loadFrom = (of: Address): Push => lanes.load(place(of), offset(r, j));
      if (finish === 'relu') set(f, sum, relu(lanes, get(sum)));
      else if ('mask' in finish) set(f, sum, reluGradient(lanes, get(sum), loadFrom(finish.mask)));
      else if ('factors' in finish) set(f, sum, siluGradient(lanes, get(sum), loadFrom(finish.factors)));
      else emitSilu(f, lanes, sum, temporary, get(pC), offset(r, j));
    });
  }
  set(f, pC, place(c.address));
  eachSum(tile, (sum, r, j) => {
    lanes.store(f, get(pC), get(sum), offset(r, j));
  });
}
