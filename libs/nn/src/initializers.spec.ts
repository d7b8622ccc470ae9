import { defaultRng, SeedSequence } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { glorotUniform, modelSeed } from './initializers.js';
import { describeNetwork } from './network.js';

const network = describeNetwork([5, 64, 32, 16, 1]);

function initial(seed: number): Float32Array {
  const params = new Float32Array(network.parameterCount).fill(7);
  glorotUniform(network, seed, params);
  return params;
}

describe('glorotUniform', () => {
  it.each(network.layers)(
    'fills layer $index ($fanIn to $fanOut) up to its limit and not beyond',
    ({ fanIn, fanOut, weightOffset, biasOffset }) => {
      const limit = Math.sqrt(6 / (fanIn + fanOut));
      const weights = initial(42).subarray(weightOffset, biasOffset);
      const sizes = weights.map(Math.abs);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.fround(limit));
      // All of n uniform values stay below limit (1 - 10 / n) with probability e^-10.
      expect(Math.max(...sizes)).toBeGreaterThan(limit * (1 - 10 / weights.length));
    },
  );

  it.each(network.layers.slice(0, 3))(
    'gives layer $index a mean of 0 and a variance of 2 / (fanIn + fanOut)',
    ({ fanIn, fanOut, weightOffset, biasOffset }) => {
      const weights = Float64Array.from(initial(42).subarray(weightOffset, biasOffset));
      const variance = 2 / (fanIn + fanOut); // limit^2 / 3
      const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
      const meanSquare = weights.reduce((sum, w) => sum + w * w, 0) / weights.length;
      // Four standard errors: sqrt(variance / n) of the mean, and variance sqrt(4 / 5 / n) of w^2 for a uniform w.
      expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / weights.length));
      expect(Math.abs(meanSquare / variance - 1)).toBeLessThan(4 * Math.sqrt(0.8 / weights.length));
    },
  );

  it('sets every bias to zero, whatever was there', () => {
    for (const { biasOffset, fanOut } of network.layers) {
      expect(Array.from(initial(42).subarray(biasOffset, biasOffset + fanOut))).toEqual(new Array(fanOut).fill(0));
    }
  });

  it("draws in layout order from child 0 of the seed's SeedSequence: limit * (2 u - 1), rounded to float32", () => {
    const small = describeNetwork([2, 3, 1]);
    const params = new Float32Array(small.parameterCount);
    glorotUniform(small, 9, params);
    const random = defaultRng(new SeedSequence(9, [0]));
    const first = Array.from({ length: 6 }, () => Math.fround(Math.sqrt(6 / 5) * (2 * random.random() - 1)));
    const second = Array.from({ length: 3 }, () => Math.fround(Math.sqrt(6 / 4) * (2 * random.random() - 1)));
    expect(Array.from(params)).toEqual([...first, 0, 0, 0, ...second, 0]);
  });

  it('gives the same bits for the same seed and others for another', () => {
    expect(initial(42)).toEqual(initial(42));
    expect(initial(43)).not.toEqual(initial(42));
  });
});

describe('The streams of one model', () => {
  it('are independent of each other', () => {
    const first = (['weights', 'order', 'gradientCheck'] as const).map((stream) =>
      modelSeed(42, stream).generateState(4).join(),
    );
    expect(new Set(first).size).toBe(3);
  });
});
