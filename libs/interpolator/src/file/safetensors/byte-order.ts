import type { Tensor } from './tensor.js';

/** The format is little-endian. Typed arrays have the machine's byte order. */
const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Reverses each group of `width` bytes, in place. */
export const reverseElements = (bytes: Uint8Array, width: number): void => {
  for (let start = 0; start < bytes.length; start += width) bytes.subarray(start, start + width).reverse();
};

/** A copy, from little-endian to this machine's order or back. On almost every machine nothing is reversed. */
export const reordered = (bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> => {
  const copy = new Uint8Array(bytes);
  if (!HOST_IS_LITTLE_ENDIAN) reverseElements(copy, width);
  return copy;
};

/** The bytes of the values, as a copy. */
export const littleEndian = (data: Tensor['data']): Uint8Array =>
  reordered(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), data.BYTES_PER_ELEMENT);
