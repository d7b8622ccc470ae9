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
    // eight blocks for each thread, each of a multiple of six rows, and of at least twelve
    [256, 2, 18],
    [288, 2, 18],
    [290, 2, 24],
    [100, 1, 18],
    [32, 2, 12],
    [1, 8, 12],
  ])('%i on %i threads make blocks of %i', (batchSize, threadCount, rows) => {
    expect(rowsPerBlock(batchSize, threadCount, false)).toBe(rows);
  });

  it.each([
    // blocks of 36, where there are that many for each thread
    [256, 2, 36],
    [1024, 2, 66],
    [32, 2, 16],
    [32, 3, 11],
    [1, 8, 6],
  ])('%i on %i threads make blocks of %i where weights are packed for each', (batchSize, threadCount, rows) => {
    expect(rowsPerBlock(batchSize, threadCount, true)).toBe(rows);
  });

  it('are given out in neighbouring blocks, as many to each thread as can be', () => {
    expect(evenRanges(7, 3)).toEqual([
      { first: 0, end: 2 },
      { first: 2, end: 4 },
      { first: 4, end: 7 },
    ]);
    expect(evenRanges(1, 2)).toEqual([
      { first: 0, end: 0 },
      { first: 0, end: 1 },
    ]);
  });
});

describe('The rows of a validation pass', () => {
  it.each([
    [1500, 2, 16, 96],
    [1500, 2, 128, 128],
    [3, 2, 16, 16],
    [0, 2, 16, 16],
  ])('%i on %i threads, by %i at a time, make blocks of %i', (rowCount, threadCount, rowsAtATime, rows) => {
    expect(validationRowsPerBlock(rowCount, threadCount, rowsAtATime)).toBe(rows);
  });
});

describe('The parameters', () => {
  it('of the published network make five blocks on two threads, two of which are nearest to half of the work', () => {
    // Costs: 384 for the first layer; 17.6 for each of the 64 inputs of the second, 1,126.4, and 32 for its biases; 528
    // for the third; 17. That is 2,087.4 in all. An eighth of it is less than the smallest block, 512. The second layer
    // costs 2.2 of those, so it gets 3 parts of 22 units, which must become 32.
    const { unitsPerPart, blocks, ranges } = divideParameters(describeNetwork([5, 64, 32, 16, 1]), 2, [
      dense,
      listed,
      dense,
      dense,
    ]);
    expect(unitsPerPart).toEqual([5, 32, 32, 16]);
    expect(blocks.map(({ layer, part, first, end }) => [layer, part, first, end])).toEqual([
      [0, 0, 0, 384],
      [1, 0, 384, 1408],
      [1, 1, 1408, 2464],
      [2, 0, 2464, 2992],
      [3, 0, 2992, 3009],
    ]);
    // 384 + 563.2 = 947.2 is nearer to 1,043.7 than 1,542.4
    expect(ranges).toEqual([
      { first: 0, end: 2 },
      { first: 2, end: 5 },
    ]);
  });

  it('of the large network of the measurements are cut between 48 inputs, and between 64', () => {
    // 1,280 + 256; 256 * 128 * 0.55 = 18,022.4, and 128; 128 * 64 * 0.55 = 4,505.6, and 64; 65. An eighth of 24,321 is
    // 3,040. The second layer costs 5.9 of those: 6 parts of 43 units, which must become 48. The third costs 1.5, so 2
    // parts.
    expect(
      divideParameters(describeNetwork([5, 256, 128, 64, 1]), 2, [dense, listed, listed, dense]).unitsPerPart,
    ).toEqual([5, 48, 64, 64]);
  });

  it('are cut between 32 inputs where columns are packed for each block', () => {
    // 70 * 600 + 600 = 42,600 and 601: an eighth is 5,400, which gives 8 parts of 9
    expect(divideParameters(describeNetwork([70, 600, 1]), 2, [packed, dense]).unitsPerPart).toEqual([32, 600]);
  });

  it(
    'belong each to exactly one block, and each block to one thread, for 200 random networks and 1 ' + 'to 9 threads',
    () => {
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
          expect(end).toBe(
            (part + 1) * units < fanIn ? weightOffset + (part + 1) * units * fanOut : biasOffset + fanOut,
          );
          next = end;
        }
        expect(next).toBe(network.parameterCount);
        expect(ranges[0].first).toBe(0);
        ranges.forEach((range, thread) => {
          expect(range.end).toBe(ranges[thread + 1]?.first ?? blocks.length);
        });
      }
    },
  );
});
