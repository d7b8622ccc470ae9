/**
 * ReLU: y = max(x, 0), in place, and the list of which values came out positive.
 *
 * `x < 0 ? 0 : x` lets NaN and -0 pass; the derivative is 1 where the output is > 0, else 0 (at 0 too, as in Keras).
 *
 * About half of a ReLU's outputs are zero, so `ActiveUnits` is what makes this engine quick: the products of the next
 * layer visit only the active units, and the gradient flows back only to them (`dense.ts`). The lists are made here
 * once, since each look at a value is a branch that no processor can predict. Nothing is rounded, so the float32 and
 * the float64 form share this file.
 */

/** Which outputs of one layer are positive, listed by row and, the same again, by unit; both in ascending order. */
export interface ActiveUnits {
  readonly width: number;
  readonly batchSize: number;
  /** Row r's units are unitsOfRow[r * width + k], 0 <= k < countOfRow[r]. */
  readonly unitsOfRow: Int32Array;
  readonly countOfRow: Int32Array;
  /** Unit u's rows are rowsOfUnit[u * batchSize + k], 0 <= k < countOfUnit[u]. */
  readonly rowsOfUnit: Int32Array;
  readonly countOfUnit: Int32Array;
  /** Zero, and room for the value at hand. */
  readonly pick: Float64Array;
}

const emptyLists = (batchSize: number, width: number): ActiveUnits => ({
  width,
  batchSize,
  unitsOfRow: new Int32Array(batchSize * width),
  countOfRow: new Int32Array(batchSize),
  rowsOfUnit: new Int32Array(width * batchSize),
  countOfUnit: new Int32Array(width),
  pick: new Float64Array(2),
});

/** Lists for a layer of `width` units and at most `batchSize` rows, to be filled by `reluForward`. */
export const createActiveUnits = emptyLists;

/** Lists that name every unit of every row: for values that are not a ReLU's outputs, or must not be skipped. */
export function createAllUnits(batchSize: number, width: number): ActiveUnits {
  const all = emptyLists(batchSize, width);
  for (let row = 0; row < batchSize; row++) {
    for (let unit = 0; unit < width; unit++) {
      all.unitsOfRow[row * width + unit] = unit;
      all.rowsOfUnit[unit * batchSize + row] = row;
    }
  }
  all.countOfRow.fill(width);
  all.countOfUnit.fill(batchSize);
  return all;
}

/**
 * Makes values (rows, width) their ReLU and fills `active`. Returns false if a value was infinite or NaN.
 *
 * Written without a branch: which units are active is a coin toss to the processor, and a wrong guess costs as much as
 * a dozen operations. So a unit is always noted, and the count moves on only if it is active; and the value to keep
 * is picked from a table of two.
 */
export function reluForward(values: Float64Array, rows: number, active: ActiveUnits): boolean {
  const { width, batchSize, unitsOfRow, countOfRow, rowsOfUnit, countOfUnit, pick } = active;
  let poison = 0; // 0 * value is 0, or NaN if value is infinite or NaN
  countOfUnit.fill(0);
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    let count = 0;
    for (let unit = 0; unit < width; unit++) {
      const value = values[at + unit];
      poison += 0 * value;
      pick[1] = value;
      values[at + unit] = pick[Number(!(value < 0))]; // value < 0 ? 0 : value
      const positive = Number(value > 0);
      unitsOfRow[at + count] = unit;
      count += positive;
      rowsOfUnit[unit * batchSize + countOfUnit[unit]] = row;
      countOfUnit[unit] += positive;
    }
    countOfRow[row] = count;
  }
  return poison === 0;
}
