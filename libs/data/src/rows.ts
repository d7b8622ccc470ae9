/** Rows of data, which every other file here takes or returns. */
import { bitsOf } from './float32-bits.js';

/** Samples of a function of several variables. */
export interface Rows {
  /** Features, row-major (rowCount, dimensions). */
  readonly x: Float32Array;
  /** Targets (rowCount). */
  readonly y: Float32Array;
  readonly rowCount: number;
  readonly dimensions: number;
}

/** @throws RangeError if the arrays of `rows` do not have the stated sizes */
export const checkRows = ({ x, y, rowCount, dimensions }: Rows): void => {
  if (x.length !== rowCount * dimensions || y.length !== rowCount) {
    throw new RangeError(
      `rows of shape (${rowCount}, ${dimensions}) need ${rowCount * dimensions} features and ${rowCount} targets, ` +
        `got ${x.length} and ${y.length}`,
    );
  }
};

/** A copy of the rows at `indices`, in their order. */
export const takeRows = ({ x, y, dimensions }: Rows, indices: Int32Array): Rows => {
  const rowCount = indices.length;
  const takenX = new Float32Array(rowCount * dimensions);
  const takenY = new Float32Array(rowCount);
  copyRows(bitsOf(x), bitsOf(takenX), indices, dimensions);
  copyRows(bitsOf(y), bitsOf(takenY), indices, 1);
  return { x: takenX, y: takenY, rowCount, dimensions };
};

const copyRows = (from: Int32Array, to: Int32Array, indices: Int32Array, width: number): void => {
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i] * width;
    for (let column = 0; column < width; column++) to[i * width + column] = from[start + column];
  }
};
