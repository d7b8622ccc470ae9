import { describe, expect, it } from 'vitest';
import type { Problem } from './problems.js';
import { madeUpRow } from './study.fixture.js';
import { linesOf, standing, verdictOf } from './summary.js';

const problem: Problem = { target: 'friedman', sample_count: 1000, is_noisy: true, seed: 42 };

describe('the standing of an error', () => {
  it('is best for the least, near up to 1.1 times it, and behind above', () => {
    expect([1, 1.1, 1.1001, 5].map((error) => standing(error, [1, 1.1, 1.1001, 5]))).toEqual([
      'best',
      'near',
      'behind',
      'behind',
    ]);
  });

  it('is best for each of equals', () => {
    expect(standing(2, [2, 2, 3])).toBe('best');
  });
});

describe('the lines of the table', () => {
  it('join the seeds of a problem: geometric means of errors, means of seconds', () => {
    const rows = [madeUpRow(problem, 1e-4, 1, 2, 3, 4), madeUpRow({ ...problem, seed: 43 }, 1e-6, 100, 2, 3, 4)];
    const [line, ...others] = linesOf(rows);
    expect(others).toEqual([]);
    expect(line.seeds).toEqual([42, 43]);
    expect(line.results.ours?.test_mse).toBeCloseTo(1e-5, 15);
    expect(line.results.ours?.seconds).toBe(3);
    expect(line.results.mlp?.test_mse).toBeCloseTo(10, 12);
  });

  it('keep sizes, noise and targets apart', () => {
    const kinds = [
      problem,
      { ...problem, is_noisy: false },
      { ...problem, sample_count: 10000 },
      { ...problem, target: 'gaussian' as const },
    ];
    expect(linesOf(kinds.map((kind) => madeUpRow(kind, 1, 1, 1, 1, 1)))).toHaveLength(4);
  });

  it('have no result of a method that failed at one of the seeds', () => {
    const rows = [madeUpRow(problem, 1, 1, 2, 3, 4), madeUpRow({ ...problem, seed: 43 }, 1, 1, undefined, 3, 4)];
    const [{ results }] = linesOf(rows);
    expect(results['gaussian-process']).toBeUndefined();
    expect(results.boosting).toBeDefined();
  });
});

describe('the verdict', () => {
  it('counts where ours is best and near, and names the rest with whose error is the least', () => {
    const clean = { ...problem, is_noisy: false };
    const large = { ...clean, sample_count: 10000 };
    const lines = linesOf([
      madeUpRow(problem, 1, 2, 2, 2, 2),
      madeUpRow(clean, 1.05, 2, 1, 2, 2),
      madeUpRow(large, 6, 4, 5, undefined, 3),
    ]);
    expect(verdictOf(lines)).toEqual({
      lines: 3,
      best: 1,
      near: 1,
      behind: [{ problem: large, ratio: expect.closeTo(2, 12) as number, leader: 'rbf' }],
    });
  });
});
