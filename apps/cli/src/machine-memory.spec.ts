import { describeNetwork } from '@fived/nn';
import { describe, expect, it } from 'vitest';
import { checkNetworkFits, checkRowsFit } from './machine-memory.js';
import { fivedHere } from './testing/run-here.js';

describe('What the machine has', () => {
  it('is enough for rows of 32 bytes each up to its last byte', () => {
    expect(() => {
      checkRowsFit(1000, 32_000);
    }).not.toThrow();
    expect(() => {
      checkRowsFit(1000, 31_999);
    }).toThrow(
      'A dataset of 1,000 rows needs at least 32,000 bytes, and this machine has 31,999; choose a smaller one.',
    );
  });

  it('is enough for networks up to its last byte, for as many at a time as there are', () => {
    // 16 bytes for each of (5 + 1) 2 + (2 + 1) 1 = 15 parameters, and 8 for each of 8 values in 4 rows: 496.
    const network = describeNetwork([5, 2, 1]);
    expect(() => {
      checkNetworkFits(network, { batchSize: 4, jobs: 3 }, 3 * 496);
    }).not.toThrow();
    expect(() => {
      checkNetworkFits(network, { batchSize: 4, jobs: 3 }, 3 * 496 - 1);
    }).toThrow(
      '3 times at once, the network 5-2-1 with minibatches of 4 rows needs at least 1,488 bytes, ' +
        'and this machine has 1,487; choose smaller layers or minibatches, or fewer --jobs.',
    );
  });

  it.each([
    ['data', '--n', '1e15', '--out', 'never.csv'],
    ['bench', '--sizes', '1000,1000000000000', '--out', 'never'],
    ['memory', '-n', '1e12', '--out', 'never'],
    ['memory', '--sizes', '1000000000000', '--out', 'never'],
    ['bench', '--sizes', '1000', '--hidden', '65536,65536,65536,65536,65536,65536', '--out', 'never'],
    ['gradcheck', '--rows', '1e12'],
    ['gradcheck', '--inputs', '1e12'],
  ])('is named in bytes, and what is needed, on one line, before anything begins: %s %s %s', async (...args) => {
    const { code, stdout, stderr } = await fivedHere(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^fived: .* needs at least [\d,]+ bytes, and this machine has [\d,]+; choose .*\.\n$/);
  });

  it.each([
    [
      ['bench', '--runs', '1e10', '--out', 'never'],
      '--sizes and --runs must be at most 5,000 runs together; got 100,000,000,000.',
    ],
    [
      ['memory', '--runs', '1e10', '--out', 'never'],
      '--runs must be a whole number from 1 to 1000; got "10000000000".',
    ],
    [
      ['data', '--n', '200000000', '--out', 'never.npz'],
      'an .npz file holds at most 4,293,918,720 bytes; got 200,000,000 rows, which take 4,800,000,000; ' +
        'write a .csv file.',
    ],
  ])('is not asked for more than a record or a file can hold: %s', async (args, message) => {
    expect(await fivedHere(...args)).toEqual({ code: 1, stdout: '', stderr: `fived: ${message}\n` });
  });
});
