import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { describeNetwork } from '../network.js';
import { randomSizes } from '../testing/random-cases.js';
import { divideParameters, divideRows } from './plan.js';

describe('The rows of a minibatch', () => {
  it('are divided by whole tiles of four, and the last parts may be short or empty', () => {
    expect(divideRows(32, 2)).toEqual([{ first: 0, count: 16 }, { first: 16, count: 16 }]);
    expect(divideRows(30, 3)).toEqual([{ first: 0, count: 12 }, { first: 12, count: 12 }, { first: 24, count: 6 }]);
    expect(divideRows(5, 3)).toEqual([{ first: 0, count: 4 }, { first: 4, count: 1 }, { first: 5, count: 0 }]);
  });
});

describe('The parameters', () => {
  it('of the published network are divided after 40 of the 64 inputs of its second layer, whose gradients cost about half', () => {
    // costs: 384 of the first layer, 17.6 of each unit of the second and 32 of its biases, 528 and 17: 2,087.4 in all. Half of that is
    // 1,043.7, and 384 + 40 * 17.6 = 1,088 is nearer to it than 384 + 32 * 17.6 = 947.2. The parameters are 384 + 40 * 32 = 1,664.
    const [first, second] = divideParameters(describeNetwork([5, 64, 32, 16, 1]), 2, [false, true, false, false]);
    expect(first).toEqual({
      first: 0,
      end: 1664,
      weights: [
        { layer: 0, first: 0, end: 5, hasBiases: true },
        { layer: 1, first: 0, end: 40, hasBiases: false },
      ],
    });
    expect(second.weights).toEqual([
      { layer: 1, first: 40, end: 64, hasBiases: true },
      { layer: 2, first: 0, end: 32, hasBiases: true },
      { layer: 3, first: 0, end: 16, hasBiases: true },
    ]);
  });

  it('belong each to exactly one thread, for 200 random networks and 1 to 9 threads', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = defaultRng([500, seed]);
      const network = describeNetwork(randomSizes(random, 130));
      const isListed = network.layers.map(() => random.integers(0, 2) === 1);
      const parts = divideParameters(network, random.integers(1, 10), isListed);
      const owners = new Int32Array(network.parameterCount);
      for (const { first, end, weights } of parts) {
        let own = 0;
        for (const part of weights) {
          const { weightOffset, biasOffset, fanOut } = network.layers[part.layer];
          const partEnd = part.hasBiases ? biasOffset + fanOut : weightOffset + part.end * fanOut;
          const partFirst = weightOffset + part.first * fanOut;
          expect(partFirst >= first && partEnd <= end).toBe(true);
          for (let i = partFirst; i < partEnd; i++) owners[i]++;
          own += partEnd - partFirst;
        }
        expect(own).toBe(end - first);
      }
      expect(owners.every((count) => count === 1)).toBe(true);
    }
  });
});
