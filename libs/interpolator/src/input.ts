/**
 * The caller's input as numbers to compute with: flat arrays or arrays of rows, typed or plain. The caller's arrays are
 * never changed, and a flat typed array is read in place, without a copy.
 *
 * A missing value is NaN or an infinity. Anything that is not a number is an error.
 */

/** The numbers of a row: a typed array (or a part of one), or a plain array (or a frozen one). */
export type Numbers = Float32Array | Float64Array | readonly number[];

/** Rows of features: row-major in one flat array, or one array a row. */
export type FeatureRows = Numbers | readonly Numbers[];

/** Rows of features, row-major (rowCount, dimensions). */
export interface FeatureTable {
  readonly values: Float32Array | Float64Array;
  readonly rowCount: number;
  readonly dimensions: number;
}

/** Beyond this the difference of two numbers could leave the float64 range. */
const LARGEST_MAGNITUDE = 2 ** 1020;

const kindOf = (value: unknown): string => {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? `"${value}"` : String(value);
  return Array.isArray(value) ? 'an array' : value.constructor.name;
};

const isTyped = (value: unknown): value is Float32Array | Float64Array =>
  value instanceof Float32Array || value instanceof Float64Array;

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A flat array as a typed one. A typed array is returned as it is. */
function toTyped(numbers: unknown, name: string, wanted: string): Float32Array | Float64Array {
  if (isTyped(numbers)) return numbers;
  if (!isArray(numbers)) throw new TypeError(`${name} must be ${wanted}; got ${kindOf(numbers)}.`);
  const values = new Float64Array(numbers.length);
  for (let i = 0; i < values.length; i++) {
    const value = numbers[i];
    if (typeof value !== 'number')
      throw new TypeError(`${name}[${i}] is not a number but ${kindOf(value)}; a missing value is NaN.`);
    values[i] = value;
  }
  return values;
}

const FEATURES = 'a Float32Array, a Float64Array, an array of numbers, or an array of rows';
const NUMBERS = 'a Float32Array, a Float64Array or an array of numbers';

function flatten(rows: readonly unknown[], dimensions: number): Float64Array {
  const values = new Float64Array(rows.length * dimensions);
  for (let row = 0; row < rows.length; row++) {
    const name = `x[${row}]`;
    const from = toTyped(rows[row], name, `a row of features: ${NUMBERS}`);
    if (from.length !== dimensions) {
      throw new RangeError(`${name} has ${from.length} features, but ${dimensions} are needed in every row.`);
    }
    values.set(from, row * dimensions);
  }
  return values;
}

/** Whether x is an array of rows, judged by its first element. */
const isRows = (x: unknown): x is readonly unknown[] => isArray(x) && (isTyped(x[0]) || isArray(x[0]));

/**
 * Rows to predict.
 * @throws TypeError for values that are not numbers; RangeError for no rows, and for rows without exactly `dimensions`
 * features
 */
export function readFeatures(x: FeatureRows, dimensions: number): FeatureTable {
  const values = isRows(x) ? flatten(x, dimensions) : toTyped(x, 'x', FEATURES);
  const rowCount = values.length / dimensions;
  if (rowCount === 0) throw new RangeError('x is empty: at least one row of features is needed.');
  if (!Number.isInteger(rowCount)) {
    throw new RangeError(`x must hold whole rows of ${dimensions} features; got ${values.length} values.`);
  }
  return { values, rowCount, dimensions };
}

/** Rows with their targets, as the caller passed them. */
export interface LabelledTable extends FeatureTable {
  readonly targets: Float32Array | Float64Array;
}

/**
 * Rows to learn from. Each row has as many features as x has values for each target.
 * @param dimensions the number of features a row, if it is known
 * @throws TypeError for values that are not numbers; RangeError for no rows, for x and y that do not fit together, and
 * for finite numbers beyond 2^1020
 */
export function readLabelled(x: FeatureRows, y: Numbers, dimensions?: number): LabelledTable {
  const targets = toTyped(y, 'y', NUMBERS);
  const rowCount = targets.length;
  if (rowCount === 0) throw new RangeError('y is empty: at least one row is needed.');
  const table = isRows(x)
    ? readFeatures(x, dimensions ?? widthOf(x[0]))
    : readFlat(toTyped(x, 'x', FEATURES), rowCount, dimensions);
  if (table.rowCount !== rowCount) {
    throw new RangeError(`x and y must have equally many rows; x has ${table.rowCount} and y has ${rowCount}.`);
  }
  const large = findTooLarge(table.values);
  if (large >= 0) {
    const [row, column] = [Math.floor(large / table.dimensions), large % table.dimensions];
    throw tooLarge(`x[${row}][${column}]`, table.values[large]);
  }
  const target = findTooLarge(targets);
  if (target >= 0) throw tooLarge(`y[${target}]`, targets[target]);
  return { ...table, targets };
}

/** At least one feature a row. */
function widthOf(row: unknown): number {
  const width = isTyped(row) || isArray(row) ? row.length : 0;
  if (width === 0) throw new RangeError('x[0] is empty: a row needs at least one feature.');
  return width;
}

function readFlat(values: Float32Array | Float64Array, rowCount: number, dimensions?: number): FeatureTable {
  if (dimensions !== undefined) return readFeatures(values, dimensions);
  if (values.length === 0 || values.length % rowCount !== 0) {
    throw new RangeError(
      `x must hold the same number of features, at least one, for each of the ${rowCount} targets in y; ` +
        `got ${values.length} values.`,
    );
  }
  return { values, rowCount, dimensions: values.length / rowCount };
}

/** The index of the first finite number that is too large to compute with; -1 if there is none. */
export const findTooLarge = (values: Float32Array | Float64Array): number =>
  values.findIndex((value) => Math.abs(value) > LARGEST_MAGNITUDE && Math.abs(value) < Infinity);

/** @param place of the number, for the message */
export const tooLarge = (place: string, value: number): RangeError =>
  new RangeError(`${place} is ${value}, which is too large to compute with: at most 2^1020, about 1.1e307.`);

/** Some rows of a table, in the given order. */
export function takeRows({ values, dimensions }: FeatureTable, rows: Int32Array): FeatureTable {
  const taken = new Float64Array(rows.length * dimensions);
  rows.forEach((row, place) => {
    taken.set(values.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions);
  });
  return { values: taken, rowCount: rows.length, dimensions };
}
