/** The format is little-endian. Typed arrays have the machine's byte order. */
const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Reverses each group of `width` bytes, in place. */
export const reverseElements = (bytes: Uint8Array, width: number): void => {
  for (let start = 0; start < bytes.length; start += width) bytes.subarray(start, start + width).reverse();
};

/** From little-endian to this machine's order or back, in place. On almost every machine there is nothing to do. */
export const swapIfBigEndian = (bytes: Uint8Array, width: number): void => {
  if (!HOST_IS_LITTLE_ENDIAN) reverseElements(bytes, width);
};
