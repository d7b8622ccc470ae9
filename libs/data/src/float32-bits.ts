/**
 * float32 values by their bits. Code that V8 has not yet optimised boxes (16 bytes) every float64 that it touches, even
 * those that it only copies or tests. It never boxes 32-bit integers.
 */

/** All of these bits are set in NaN and infinities, and in nothing else. */
const EXPONENT = 0x7f800000;

/** The same memory as 32-bit integers. */
export const bitsOf = ({ buffer, byteOffset, length }: Float32Array): Int32Array =>
  new Int32Array(buffer, byteOffset, length);

/** Whether the float32 with these bits is neither NaN nor infinite. */
export const isFiniteFloat32 = (bits: number): boolean => (bits & EXPONENT) !== EXPONENT;
