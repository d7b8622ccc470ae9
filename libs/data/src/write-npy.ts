/**
 * NumPy's file formats. numpy.load can read the files, and the same arrays always give the same bytes.
 *
 *   .npy  magic, version 1.0, header length, header (a Python dictionary as text), little-endian values in row-major
 *         order
 *   .npz  a ZIP archive of such files, here uncompressed as numpy.savez writes it and with one fixed time stamp
 *
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { zipSync, type Zippable } from 'fflate';

/** An array of any shape, row-major. */
export interface NdArray {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];
const BYTES_PER_VALUE = 4;
const ALIGNMENT = 64;
/** The 4 GiB of a ZIP archive that is not ZIP64, less the headers. */
export const MOST_NPZ_BYTES = 2 ** 32 - 2 ** 20;

/** As Python writes a tuple. */
export const formatShape = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

/** The bytes of a .npy file. @throws RangeError if the shape does not match the number of values */
export const toNpy = ({ data, shape }: NdArray): Uint8Array => {
  const places = shape.reduce((product, length) => product * length, 1);
  if (places !== data.length) {
    throw new RangeError(`an array of shape ${formatShape(shape)} has ${places} values, got ${data.length}`);
  }
  const isFloat = data instanceof Float32Array;
  const type = isFloat ? '<f4' : '<i4';
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': ${formatShape(shape)}, }`;
  const prefix = MAGIC.length + 2;
  // Spaces and a line feed pad the header, so that the values start at a multiple of 64 bytes.
  const start = Math.ceil((prefix + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = `${dictionary.padEnd(start - prefix - 1)}\n`;

  const bytes = new Uint8Array(start + data.length * BYTES_PER_VALUE);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, header.length, true);
  bytes.set(new TextEncoder().encode(header), prefix);
  data.forEach((value, i) => {
    if (isFloat) view.setFloat32(start + i * BYTES_PER_VALUE, value, true);
    else view.setInt32(start + i * BYTES_PER_VALUE, value, true);
  });
  return bytes;
};

/**
 * The bytes of an .npz file that holds the arrays under their names. Throws as `toNpy` does, and for more than 4 GiB.
 */
export const toNpz = (arrays: Readonly<Record<string, NdArray>>): Uint8Array => {
  const bytes = Object.values(arrays).reduce((sum, { data }) => sum + data.byteLength, 0);
  if (bytes > MOST_NPZ_BYTES) {
    throw new RangeError(`an .npz file of at most ${MOST_NPZ_BYTES} bytes can be written, got arrays of ${bytes}`);
  }
  const files: Zippable = {};
  for (const [name, array] of Object.entries(arrays)) files[`${name}.npy`] = toNpy(array);
  // The earliest time that a ZIP file can hold, made of local parts because it is written in local time.
  return zipSync(files, { level: 0, mtime: new Date(1980, 0, 1) });
};
