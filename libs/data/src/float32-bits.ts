/**
 * float32 values by their bits. Code that V8 has not optimised yet makes an object (16 bytes) of every float64 that it
 * touches, also of those that it only copies or looks at; of 32-bit integers it never does.
 */

/** All ones in NaN and infinities, and in nothing else. */
const EXPONENT = 0x7f800000;

/** The same memory as 32-bit integers. */
export const bitsOf = ({ buffer, byteOffset, length }: Float32Array): Int32Array =>
  new Int32Array(buffer, byteOffset, length);

/** Whether the float32 of these bits is neither NaN nor infinite. */
export const isFiniteFloat32 = (bits: number): boolean => (bits & EXPONENT) !== EXPONENT;
