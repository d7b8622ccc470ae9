/**
 * The transposed copy of a layer's weights, which the input gradient reads: to[o][i] = from[i][o].
 *
 * It copies four by four values at a time: it loads four vectors, transposes them in registers with eight shuffles, and
 * stores them. Where a side is shorter than four, it copies value by value.
 */
import type { FunctionBuilder, Local } from '../function-builder.js';
import { get, set, type Push } from './expressions.js';
import { LANES, vector, VECTOR_BYTES } from './lanes.js';
import { addScaled, at, FLOAT_BYTES, overlappingBlocks, pushAddress } from './loops.js';

/** Floats in a cache line. */
const LINE_FLOATS = 16;

export interface TransposeLocals {
  readonly i: Local;
  readonly o: Local;
  readonly source: Local;
  readonly destination: Local;
  readonly rows: readonly Local[];
  readonly pairs: readonly Local[];
}

export function transposeLocals(f: FunctionBuilder): TransposeLocals {
  return {
    i: f.local('i32'),
    o: f.local('i32'),
    source: f.local('i32'),
    destination: f.local('i32'),
    rows: Array.from({ length: LANES }, () => f.local('v128')),
    pairs: Array.from({ length: LANES }, () => f.local('v128')),
  };
}

/** from (fanIn, fanOut) -> to (fanOut, fanIn), both row-major, at constant addresses */
export function emitTranspose(
  f: FunctionBuilder,
  locals: TransposeLocals,
  from: number,
  to: number,
  fanIn: number,
  fanOut: number,
): void {
  const { i, o, source, destination } = locals;
  const size = Math.min(fanIn, fanOut) >= LANES ? LANES : 1;
  // a cache line of columns in the outer loop: its lines of the result stay in the cache while the rows pass
  const blocks = size === LANES && fanOut >= LINE_FLOATS ? LINE_FLOATS / LANES : 1;
  overlappingBlocks(f, o, fanOut, size * blocks, () => {
    overlappingBlocks(f, i, fanIn, size, () => {
      for (let block = 0; block < blocks; block++) {
        // source = from + i * fanOut + o      destination = to + o * fanIn + i      each advances by its own block size
        pushAddress(f, at(from + block * VECTOR_BYTES));
        addScaled(f, i, fanOut * FLOAT_BYTES);
        addScaled(f, o, FLOAT_BYTES);
        f.set(source);
        pushAddress(f, at(to + block * LANES * fanIn * FLOAT_BYTES));
        addScaled(f, o, fanIn * FLOAT_BYTES);
        addScaled(f, i, FLOAT_BYTES);
        f.set(destination);
        if (size === LANES) {
          emitFourByFour(f, locals, fanIn, fanOut);
        } else {
          f.get(destination);
          f.get(source);
          f.emit('f32.load');
          f.emit('f32.store');
        }
      }
    });
  });
}

/** Transposes the 4x4 values at `source` to `destination`. */
function emitFourByFour(
  f: FunctionBuilder,
  { source, destination, rows, pairs }: TransposeLocals,
  fanIn: number,
  fanOut: number,
): void {
  rows.forEach((row, r) => {
    set(f, row, vector.load(get(source), r * fanOut * FLOAT_BYTES));
  });
  emitPairs(f, rows, pairs);
  for (let c = 0; c < LANES; c++) {
    vector.store(f, get(destination), transposedColumn(pairs, c), c * fanIn * FLOAT_BYTES);
  }
}

const shuffle =
  (x: Local, y: Local, lanes: readonly [number, number, number, number]): Push =>
  (f) => {
    f.get(x);
    f.get(y);
    f.emit('i8x16.shuffle', lanes);
  };

/** The first half of transposing rows a, b, c, d: pairs a0 b0 a1 b1 | a2 b2 a3 b3 | c0 d0 c1 d1 | c2 d2 c3 d3. */
export function emitPairs(f: FunctionBuilder, rows: readonly Local[], pairs: readonly Local[]): void {
  pairs.forEach((pair, p) => {
    const first = p < 2 ? 0 : 2;
    set(f, pair, shuffle(rows[first], rows[first + 1], p % 2 === 0 ? [0, 4, 1, 5] : [2, 6, 3, 7]));
  });
}

/** The second half, column c: a0 b0 c0 d0 | a1 b1 c1 d1 | a2 b2 c2 d2 | a3 b3 c3 d3. */
export function transposedColumn(pairs: readonly Local[], c: number): Push {
  const half = c < 2 ? 0 : 1;
  return shuffle(pairs[half], pairs[half + 2], c % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7]);
}
