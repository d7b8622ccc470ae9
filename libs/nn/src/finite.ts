/**
 * Whether all of some numbers are finite, by their exponent bits (IEEE 754: all ones in infinities and NaN).
 *
 * Integers only: a floating-point value in code that V8 has not yet optimised is an object of its own on the heap, and
 * this looks at every parameter after every epoch.
 */
import type { FloatArray } from './engine.js';

const EXPONENT_32 = 0x7f800000;
/** Of the upper half of a float64. */
const EXPONENT_64 = 0x7ff00000;

/** A check of the array as it will be whenever it is called; allocates nothing then. Assumes little-endian storage. */
export function finiteCheck(values: FloatArray): () => boolean {
  const isDouble = values instanceof Float64Array;
  const words = new Int32Array(values.buffer, values.byteOffset, values.byteLength / Int32Array.BYTES_PER_ELEMENT);
  const first = isDouble ? 1 : 0;
  const stride = isDouble ? 2 : 1;
  const exponent = isDouble ? EXPONENT_64 : EXPONENT_32;
  return () => {
    for (let i = first; i < words.length; i += stride) {
      if ((words[i] & exponent) === exponent) return false;
    }
    return true;
  };
}
