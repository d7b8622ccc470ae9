/**
 * Arrays of NumPy's .npy files as float64, row-major.
 *
 * Whole numbers of 8 bytes beyond 2^53 are rounded to the nearest float64, as NumPy's astype does, and as the same
 * digits in a CSV file would be. NaN and infinities are missing values. Sizes are checked before they are used: the
 * file must hold exactly the values that its shape requires.
 */
import { formatShape } from '../write-npy.js';
import { readNpyHeader, type NpyHeader } from './npy-header.js';
import { checkColumnCount, checkedTable, checkValueCount, unnamedTable, type Table } from './table.js';

export interface NumberArray {
  /** Row-major; NaN where a value is missing, otherwise finite. */
  readonly data: Float64Array;
  /** (rows) or (rows, columns). */
  readonly shape: readonly number[];
}

/** DataView's method for each kind and size of a number. */
const GETTERS = {
  f4: 'getFloat32',
  f8: 'getFloat64',
  i1: 'getInt8',
  i2: 'getInt16',
  i4: 'getInt32',
  i8: 'getBigInt64',
  u1: 'getUint8',
  u2: 'getUint16',
  u4: 'getUint32',
  u8: 'getBigUint64',
} as const;

/** How many columns an array has. */
export const widthOf = (shape: readonly number[]): number => (shape.length === 1 ? 1 : shape[1]);

const readValues = (bytes: Uint8Array, header: NpyHeader, valueCount: number): Float64Array => {
  const { type, bytesPerValue, littleEndian, fortranOrder, shape, start } = header;
  const getter = GETTERS[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const rows = shape[0];
  const columns = widthOf(shape);
  const data = new Float64Array(valueCount);
  for (let i = 0; i < valueCount; i++) {
    const value = Number(view[getter](i * bytesPerValue, littleEndian));
    const place = fortranOrder ? (i % rows) * columns + Math.floor(i / rows) : i;
    data[place] = Number.isFinite(value) ? value : NaN;
  }
  return data;
};

/**
 * The array in the bytes of a .npy file.
 * @param source names the file in messages
 * @throws Error for a file that is damaged or holds anything but numbers of shape (rows) or (rows, columns)
 */
export const readNpyArray = (bytes: Uint8Array, source: string): NumberArray => {
  const header = readNpyHeader(bytes, source);
  const { shape, bytesPerValue, start } = header;
  const valueCount = shape.reduce((product, length) => product * length, 1);
  const presentBytes = bytes.length - start;
  // Each length is below 10^15, so the product of two may be rounded, but never down to the size of a file.
  if (valueCount * bytesPerValue !== presentBytes) {
    throw new Error(
      `${source} states an array of shape ${formatShape(shape)} and ${bytesPerValue} bytes a value, ` +
        `${valueCount * bytesPerValue} bytes, but holds ${presentBytes}`,
    );
  }
  checkValueCount(valueCount, source);
  return { data: readValues(bytes, header, valueCount), shape };
};

/**
 * The table in a .npy file. Its columns have no names. Throws as `readNpyArray` does, and for an array without rows.
 */
export const readNpy = (bytes: Uint8Array, source: string): Table => {
  const { data, shape } = readNpyArray(bytes, source);
  const width = widthOf(shape);
  checkColumnCount(width, source);
  return checkedTable({ source, ...unnamedTable(data, width, shape[0]) });
};
