import { describe, expect, it } from 'vitest';
import { benchCommand, memoryCommand, sizesOption } from './commands.js';
import { benchmark, memory } from '../testing/sources.js';

describe('the command that makes a record again', () => {
  it('has all of its settings', () => {
    expect(benchCommand({ ...benchmark, wide: true })).toBe(
      'npx fived bench --sizes 1000:10000:1000 --runs 5 --epochs 300 --hidden 64,32,16 ' +
        '--learning-rate 0.001 --batch-size 32 --seed 42 --engine simd --wide --out FOLDER',
    );
    expect(memoryCommand(memory)).toBe(
      'npx fived memory -n 5000 --engine simd --epochs 300 --runs 5 --sizes 1000,5000,10000 --out FOLDER',
    );
  });

  it('writes sizes as a range only where they are one', () => {
    expect([[1000], [1000, 2000], [1000, 2000, 4000], [500, 1000, 1500]].map(sizesOption)).toEqual([
      '1000',
      '1000,2000',
      '1000,2000,4000',
      '500:1500:500',
    ]);
  });
});
