/**
 * The distributions of numpy.random.Generator over PCG64, equal to NumPy's to the bit (NumPy 1.24 to 2.x). NumPy
 * promises the raw stream for good but not these methods, so the golden files of this library pin them.
 */
import { boundedInteger } from './bounded.js';
import { Pcg64 } from './pcg64.js';
import { toSeedSequence, type Seed } from './seed-sequence.js';
import { standardNormal } from './ziggurat.js';

export class Generator {
  constructor(private readonly bits: Pcg64) {}

  /** A uniform float64 in [0, 1). */
  random(): number {
    return this.bits.nextDouble();
  }

  /** Fills `out` with uniform float64 in [0, 1), from the first element to the last. */
  fillRandom(out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.bits.nextDouble();
  }

  /**
   * A normal with the given mean and standard deviation.
   * @throws RangeError for a negative or NaN standard deviation, or a NaN mean
   */
  normal(mean: number, standardDeviation: number): number {
    if (Number.isNaN(mean) || !(standardDeviation >= 0)) {
      throw new RangeError(`a normal needs a mean and a standard deviation >= 0, got ${mean} and ${standardDeviation}`);
    }
    return mean + standardDeviation * standardNormal(this.bits);
  }

  /**
   * A whole number from `low` to `high - 1`, each equally likely.
   * @throws RangeError unless low < high are safe integers less than 2^53 apart
   */
  integers(low: number, high: number): number {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low >= high || !Number.isSafeInteger(high - low)) {
      throw new RangeError(
        `integers(low, high) needs whole numbers low < high less than 2^53 apart, got ${low} and ${high}`,
      );
    }
    return low + boundedInteger(this.bits, high - low);
  }
}

/** The stream of numpy.random.default_rng(seed); throws a RangeError for a seed that SeedSequence refuses. */
export const defaultRng = (seed: Seed): Generator => new Generator(new Pcg64(toSeedSequence(seed)));
