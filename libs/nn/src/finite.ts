/**
 * Are all numbers of an array finite? Decided by their exponent bits (IEEE 754: all ones in infinities and NaN).
 *
 * It works on integers only. In code that V8 has not yet optimised, every floating-point value is an object on the
 * heap, and this check reads every parameter after every epoch.
 */
import type { FloatArray } from './engine.js';

const EXPONENT_32 = 0x7f800000;
/** Of the upper half of a float64. */
const EXPONENT_64 = 0x7ff00000;

/**
 * Returns a check of the array's contents at the time of each call. The check allocates nothing. Assumes little-endian
 * storage.
 */
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
