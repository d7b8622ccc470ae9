import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { describeNetwork } from '../network.js';
import { randomSizes } from '../testing/random-cases.js';
import { divideParameters, evenRanges, rowsPerBlock, validationRowsPerBlock } from './plan.js';

const dense = { isListed: false, isPacked: false };
const listed = { isListed: true, isPacked: false };
const packed = { isListed: false, isPacked: true };

describe('The rows of a minibatch', () => {
  it.each([
    // four blocks for each thread, of whole tiles of four, and of eight at least
    [256, 2, 32],
    [250, 2, 32],
    [100, 3, 12],
    [32, 2, 8],
    [1, 8, 8],
  ])('%i on %i threads make blocks of %i', (batchSize, threadCount, rows) => {
    expect(rowsPerBlock(batchSize, threadCount)).toBe(rows);
  });

  it('are given out in neighbouring blocks, as many to each thread as can be', () => {
    expect(evenRanges(7, 3)).toEqual([{ first: 0, end: 2 }, { first: 2, end: 4 }, { first: 4, end: 7 }]);
    expect(evenRanges(1, 2)).toEqual([{ first: 0, end: 0 }, { first: 0, end: 1 }]);
  });
});

describe('The rows of a validation pass', () => {
  it.each([
    [1500, 2, 16, 192],
    [1500, 2, 128, 256],
    [3, 2, 16, 16],
    [0, 2, 16, 16],
  ])('%i on %i threads, by %i at a time, make blocks of %i', (rowCount, threadCount, rowsAtATime, rows) => {
    expect(validationRowsPerBlock(rowCount, threadCount, rowsAtATime)).toBe(rows);
  });
});

describe('The parameters', () => {
  it('of the published network make eight blocks on two threads, cut between 16 inputs, three of which are half of the work', () => {
    // costs: 384 of the first layer; 17.6 of each of 64 inputs of the second and 32 of its biases; 16 of each of 32, and 16; 17. That is
    // 2,087.4 in all, and an eighth of it 260.9: the second layer has 1,126.4, so 5 parts of 13, which must be 16; the third 512, so 2.
    const { unitsPerPart, blocks, ranges } = divideParameters(describeNetwork([5, 64, 32, 16, 1]), 2, [dense, listed, dense, dense]);
    expect(unitsPerPart).toEqual([5, 16, 16, 16]);
    expect(blocks.map(({ layer, part, first, end }) => [layer, part, first, end])).toEqual([
      [0, 0, 0, 384],
      [1, 0, 384, 896],
      [1, 1, 896, 1408],
      [1, 2, 1408, 1920],
      [1, 3, 1920, 2464],
      [2, 0, 2464, 2720],
      [2, 1, 2720, 2992],
      [3, 0, 2992, 3009],
    ]);
    // 384 + 2 * 281.6 = 947.2 is nearer to 1,043.7 than 1,228.8
    expect(ranges).toEqual([{ first: 0, end: 3 }, { first: 3, end: 8 }]);
  });

  it('are cut between 32 inputs where columns are packed for each block', () => {
    // 70 * 600 + 600 = 42,600 and 601: an eighth is 5,400, so 8 parts of 9
    expect(divideParameters(describeNetwork([70, 600, 1]), 2, [packed, dense]).unitsPerPart).toEqual([32, 600]);
  });

  it('belong each to exactly one block, and each block to one thread, for 200 random networks and 1 to 9 threads', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = defaultRng([500, seed]);
      const network = describeNetwork(randomSizes(random, 130));
      const kinds = network.layers.map(() => [dense, listed, packed][random.integers(0, 3)]);
      const { unitsPerPart, blocks, ranges } = divideParameters(network, random.integers(1, 10), kinds);
      let next = 0;
      for (const { layer, part, first, end } of blocks) {
        const { weightOffset, biasOffset, fanIn, fanOut } = network.layers[layer];
        const units = unitsPerPart[layer];
        expect(first).toBe(next);
        expect(first).toBe(weightOffset + part * units * fanOut);
        expect(end).toBe((part + 1) * units < fanIn ? weightOffset + (part + 1) * units * fanOut : biasOffset + fanOut);
        next = end;
      }
      expect(next).toBe(network.parameterCount);
      expect(ranges[0].first).toBe(0);
      ranges.forEach((range, thread) => { expect(range.end).toBe(ranges[thread + 1]?.first ?? blocks.length); });
    }
  });
});
