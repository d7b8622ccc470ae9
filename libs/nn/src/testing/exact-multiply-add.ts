/** a * b + c with whole numbers of any length: the oracle of fma32, and the triples on which it is hard. */
import type { Generator } from '@fived/random';

const SMALLEST_EXPONENT = -149; // of the smallest float32, 2^-149
const SIGNIFICANT_BITS = 24;
const LARGEST_EXPONENT = 127;

const word = new DataView(new ArrayBuffer(4));

export function float32OfBits(bits: number): number {
  word.setUint32(0, bits);
  return word.getFloat32(0);
}

/** A finite float32 as whole * 2^exponent. */
function split(value: number): { whole: bigint; exponent: number } {
  word.setFloat32(0, value);
  const bits = word.getUint32(0);
  const biased = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  const whole = BigInt(biased === 0 ? fraction : fraction + 2 ** 23);
  return { whole: value < 0 ? -whole : whole, exponent: Math.max(biased, 1) - 150 };
}

const bitLength = (n: bigint): number => n.toString(2).length;

/** whole * 2^exponent to the nearest float32, ties to even. */
function round(whole: bigint, exponent: number): number {
  const size = whole < 0n ? -whole : whole;
  const lowest = Math.max(exponent + bitLength(size) - SIGNIFICANT_BITS, SMALLEST_EXPONENT);
  const dropped = BigInt(Math.max(lowest - exponent, 0));
  const one = 1n << dropped;
  let kept = size >> dropped;
  const twice = 2n * (size - kept * one);
  if (twice > one || (twice === one && kept % 2n === 1n)) kept++;
  const unit = dropped === 0n ? exponent : lowest;
  // kept has at most 25 bits, and 2^unit at least 2^-149: both factors and their product are float64s
  const rounded = Number(kept) * 2 ** unit;
  return (whole < 0n ? -1 : 1) * (rounded >= 2 ** (LARGEST_EXPONENT + 1) ? Infinity : rounded);
}

/** IEEE 754's fusedMultiplyAdd of float32s, rounded to nearest, ties to even. */
export function exactMultiplyAdd(a: number, b: number, c: number): number {
  // NaN and infinities, and the sign of an exact zero, are those of the two operations
  if (![a, b, c].every((value) => Number.isFinite(value))) return Number.isFinite(a * b) ? c : a * b + c;
  const [x, y, z] = [a, b, c].map(split);
  const exponent = Math.min(x.exponent + y.exponent, z.exponent);
  const product = (x.whole * y.whole) << BigInt(x.exponent + y.exponent - exponent);
  const whole = product + (z.whole << BigInt(z.exponent - exponent));
  if (whole !== 0n) return round(whole, exponent);
  return product === 0n ? a * b + c : 0;
}

const SPECIAL = [
  ...[0, 1, 2, 3, 1.5, 1 + 2 ** -23, 1 - 2 ** -24, 2 ** -24, 2 ** -25, 2 ** 24, 2 ** 103, 2 ** 104, 2 ** 127],
  ...[2 ** -149, 2 ** -148, 2 ** -126, 2 ** -126 - 2 ** -149, 2 ** -75, 2 ** -74, 2 ** 128 - 2 ** 104, Infinity, NaN],
];

/** Triples near ties of all kinds, near zero, near overflow, of special values, and of any bits. */
export function hardTriple(random: Generator): readonly [number, number, number] {
  const f32 = Math.fround;
  const sign = (): number => (random.integers(0, 2) === 0 ? 1 : -1);
  const bits = (): number => float32OfBits(random.integers(0, 2 ** 32));
  const power = (from: number, to: number): number => 2 ** random.integers(from, to);
  const ulps = (most: number): number => random.integers(0, most) * 2 ** -23;
  switch (random.integers(0, 7)) {
    case 0: {
      // any bits
      return [bits(), bits(), bits()];
    }
    case 1: {
      const special = (): number => sign() * SPECIAL[random.integers(0, SPECIAL.length)];
      return [special(), special(), special()];
    }
    case 2: {
      // a product just below, at or above half a unit of c: (1 + k u)(1 - k u) = 1 - (k u)^2
      const c = bits();
      if (!Number.isFinite(c)) return [1, 1, c];
      const half = 2 ** Math.max(split(c).exponent - 1 + bitLength(split(c).whole) - SIGNIFICANT_BITS, -148);
      const k = ulps(4096);
      return [1 + k, f32(sign() * half * random.integers(1, 4) * (1 - k)), c];
    }
    case 3: {
      // a product of 48 bits that may itself be a tie, and a much smaller c
      const a = f32(random.integers(2 ** 23, 2 ** 24) * power(-80, 60));
      const b = f32((2 * random.integers(0, 2 ** 12) + 1) * power(-60, 40));
      return [sign() * a, b, f32(sign() * random.integers(1, 4) * power(-149, 0))];
    }
    case 4: {
      // results that are denormal, and the border to them
      const product = (): number => f32((1 + ulps(2 ** 23)) * power(-80, -62));
      return [sign() * product(), product(), sign() * float32OfBits(random.integers(0, 2 ** 24))];
    }
    case 5: {
      // at the overflow threshold, 2^128 - 2^103
      const k = ulps(16);
      const c = sign() * (2 ** 128 - 2 ** 104 * random.integers(1, 4));
      return [sign() * 2 ** 52 * (1 + k), f32(2 ** 51 * random.integers(1, 4) * (1 - k)), c];
    }
    default: {
      // operands whose exponents are near each other, as in the sums of a network
      const near = (): number => f32(sign() * (1 + ulps(2 ** 23)) * power(-12, 12));
      return [near(), near(), near()];
    }
  }
}
