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

type Getter = (view: DataView, offset: number, littleEndian: boolean) => number;

const GETTERS: Readonly<Record<string, Getter>> = {
  f4: (view, offset, littleEndian) => view.getFloat32(offset, littleEndian),
  f8: (view, offset, littleEndian) => view.getFloat64(offset, littleEndian),
  i1: (view, offset) => view.getInt8(offset),
  i2: (view, offset, littleEndian) => view.getInt16(offset, littleEndian),
  i4: (view, offset, littleEndian) => view.getInt32(offset, littleEndian),
  i8: (view, offset, littleEndian) => Number(view.getBigInt64(offset, littleEndian)),
  u1: (view, offset) => view.getUint8(offset),
  u2: (view, offset, littleEndian) => view.getUint16(offset, littleEndian),
  u4: (view, offset, littleEndian) => view.getUint32(offset, littleEndian),
  u8: (view, offset, littleEndian) => Number(view.getBigUint64(offset, littleEndian)),
};

/** How many columns an array has. */
export const widthOf = (shape: readonly number[]): number => (shape.length === 1 ? 1 : shape[1]);

const readValues = (bytes: Uint8Array, header: NpyHeader, valueCount: number): Float64Array => {
  const { kind, bytesPerValue, littleEndian, fortranOrder, shape, start } = header;
  const get = GETTERS[`${kind}${bytesPerValue}`];
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const rows = shape[0];
  const columns = widthOf(shape);
  const data = new Float64Array(valueCount);
  for (let i = 0; i < valueCount; i++) {
    const value = get(view, i * bytesPerValue, littleEndian);
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
