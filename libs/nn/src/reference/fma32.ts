/**
 * The fused multiply-add of float32s: a * b + c, rounded once (fusedMultiplyAdd of IEEE 754). Processors have it as an
 * instruction, JavaScript has not. Float64 gives it, but for one case:
 *
 *     product = a * b              exact: 24 bits times 24 bits are 48, and a float64 has 53
 *     sum     = product + c        the first rounding, to float64
 *     nearest = f32(sum)           the second rounding, to float32
 *
 * A tie is a number half way between two neighbouring float32s. It is a float64. Rounding keeps the order of numbers,
 * so if product + c lies below a tie, sum lies below it too, or on it. Below it, nearest is right. On it, the second
 * rounding takes the even neighbour, though the lower one was nearer. The same holds above.
 *
 * So sum is suspicious only on a tie. `fma32` moves it away from nearest by 2^-26 of their distance: enough to leave a
 * tie, too little to reach one from further than the last bits of sum. If that changes nothing, nearest is right.
 */

/** a * b + c: `fma32`, or unrounded in the float64 form. */
export type MultiplyAdd = (a: number, b: number, c: number) => number;

const f32 = Math.fround;

/** Where the float32 above the largest would be. To round, it is what infinity stands for. */
const ABOVE_ALL = 2 ** 128;

/**
 * a * b + c of float32s, rounded once to float32; NaN and infinities as in IEEE 754. It is one function with float32
 * results only: V8 would put a float64 that comes back from a call on the heap.
 */
export function fma32(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const nearest = f32(sum);
  if (f32(sum + (sum - nearest) * 2 ** -26) === nearest) return nearest;

  // what the first rounding cut off: product + c = sum + error, exactly (Knuth's TwoSum)
  const rest = sum - product;
  const error = product - (sum - rest) + (c - rest);
  // of a tie, the other neighbour is as far away; of any other sum, no float32 is there
  const one = nearest === Infinity ? ABOVE_ALL : nearest === -Infinity ? -ABOVE_ALL : nearest;
  const other = 2 * sum - one;
  const isTie = f32(other) === other;
  if (isTie && (error > 0 ? other > one : error < 0 && other < one)) return f32(other);
  return nearest;
}
