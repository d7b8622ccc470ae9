/** Rows of data: what every other file here takes and gives. */

/** Samples of a function of several variables. */
export interface Rows {
  /** Features, row-major (rowCount, dimensions). */
  readonly x: Float32Array;
  /** Targets (rowCount). */
  readonly y: Float32Array;
  readonly rowCount: number;
  readonly dimensions: number;
}

/** @throws RangeError if the arrays of `rows` do not have the sizes that it states */
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
  const taken = new Float32Array(indices.length * dimensions);
  indices.forEach((row, i) => {
    taken.set(x.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions);
  });
  return { x: taken, y: Float32Array.from(indices, (row) => y[row]), rowCount: indices.length, dimensions };
};
