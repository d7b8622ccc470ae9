/**
 * Reader of safetensors files (https://github.com/huggingface/safetensors, "Format"):
 *
 *   8 bytes  N, the length of the header, little-endian
 *   N bytes  the header: JSON in UTF-8, padded with spaces
 *   the rest the buffer: the tensors' values, little-endian and row-major, without a gap
 *
 * Everything in a file is checked before it is used, and no allocation depends on an unchecked number. The reader is
 * stricter than the original: five dtypes, no unknown key, no control character in a name, no duplicate key anywhere, a
 * smaller header.
 */
import { sourceLabel } from '@fived/data';
import { reordered } from './byte-order.js';
import { parseHeader, type TensorEntry } from './header.js';
import { checkLayout } from './layout.js';
import { MAX_HEADER_BYTES } from './limits.js';
import { ARRAYS, type Tensor } from './tensor.js';

export interface Safetensors {
  /** In the order of the header. */
  readonly tensors: Map<string, Tensor>;
  /** Empty if the file has none. */
  readonly metadata: Map<string, string>;
}

const LENGTH_BYTES = 8;

/** The header's length in bytes, which is checked to fit into the file. */
const readHeaderLength = (bytes: Uint8Array, source: string): number => {
  if (bytes.length < LENGTH_BYTES) {
    throw new Error(
      `${source}: a safetensors file begins with 8 bytes for the length of its header, this has ${bytes.length}`,
    );
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const presentBytes = bytes.length - LENGTH_BYTES;
  if (length > BigInt(presentBytes)) {
    throw new Error(`${source}: header: said to be ${length.toString()} bytes long, but only ${presentBytes} follow`);
  }
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw new Error(`${source}: header: ${length.toString()} bytes long, the most that is read is ${MAX_HEADER_BYTES}`);
  }
  return Number(length);
};

const readHeaderText = (bytes: Uint8Array, source: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(`${source}: header: not UTF-8`);
  }
};

/** A copy, so that the values are aligned wherever they are in the file, and stay valid without it. */
const readTensor = ({ dtype, shape, begin, end }: TensorEntry, buffer: Uint8Array): Tensor => {
  const TypedArray = ARRAYS[dtype];
  const bytes = reordered(buffer.subarray(begin, end), TypedArray.BYTES_PER_ELEMENT);
  return { dtype, shape, data: new TypedArray(bytes.buffer) } as Tensor;
};

/**
 * The tensors and the metadata in the bytes of a safetensors file. It takes as much memory as the values, plus what the
 * header needs. Values may be NaN or infinite (`requireFinite`); their bits are kept.
 * @param source names the file in messages
 * @throws Error of one short line that says what is wrong, and with which tensor
 */
export const decodeSafetensors = (bytes: Uint8Array, source: string): Safetensors => {
  const label = sourceLabel(source);
  const headerEnd = LENGTH_BYTES + readHeaderLength(bytes, label);
  const { entries, metadata } = parseHeader(readHeaderText(bytes.subarray(LENGTH_BYTES, headerEnd), label), label);
  const buffer = bytes.subarray(headerEnd);
  checkLayout(entries, buffer.length, label);
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of entries) tensors.set(name, readTensor(entry, buffer));
  return { tensors, metadata };
};
