import { describe, expect, it } from 'vitest';
import type { Problem } from './problems.js';
import { emptyRecord, madeUpRow } from './study.fixture.js';
import { studyMarkdown } from './table.js';

const noisy: Problem = { target: 'friedman', sample_count: 10000, is_noisy: true, seed: 42 };
const clean: Problem = { target: 'corner-peak', sample_count: 1000, is_noisy: false, seed: 42 };

describe('study.md', () => {
  it(
    'has the best error of a row in bold, those within 10% of it in italics, and says what failed ' + 'or took longer',
    () => {
      const row = madeUpRow(noisy, 1.05, 1, 2.5, undefined, 1.2);
      const [mlp, gp, ...others] = row.methods;
      const over = { ...row, methods: [mlp, { ...gp, seconds: 12.4, is_over_budget: true }, ...others] };
      expect(studyMarkdown({ ...emptyRecord, rows: [over] })).toContain(
        '| Friedman 1 | 10,000 | 1 | *1.05* (3.0 s) | **1.00** (2.0 s) | 2.50 (12 s, over) | failed | 1.20 (2.0 s) |',
      );
    },
  );

  it('says on how many rows ours is best or near, and where it is not', () => {
    const text = studyMarkdown({
      ...emptyRecord,
      rows: [madeUpRow(noisy, 1.05, 1, 2, 2, 2), madeUpRow(clean, 3e-6, 2, 1e-6, 2, 2)],
    });
    expect(text).toContain(
      'Ours is best or within 10% of the best test MSE at equal time on 1 of 2 rows (best on 0). It is not on:',
    );
    expect(text).toContain(
      '* Genz, corner peak, n = 1,000, no noise: 3.00 times the error of GaussianProcessRegressor\n',
    );
    expect(text).toContain('| Genz, corner peak | 1,000 | none | 3.00e-6 (3.0 s) |');
  });

  it('names machine and versions', () => {
    expect(studyMarkdown(emptyRecord)).toContain('Some CPU, Some system, Node 20.20.2, numpy 2.4.6.');
  });

  it('has the mean and the population standard deviation of each idea, in the order of the ideas', () => {
    const run = { sample_count: 1000, truth_rmse: 0.02, seconds: 1.5 };
    const ideas = [
      { ...run, idea: 'defaults' as const, seed: 42, test_mse: 1e-4 },
      { ...run, idea: 'published' as const, seed: 42, test_mse: 0.03 },
      { ...run, idea: 'published' as const, seed: 43, test_mse: 0.05 },
    ];
    const lines = studyMarkdown({ ...emptyRecord, ideas })
      .split('\n')
      .filter((line) => line.startsWith('| 1,000'));
    expect(lines).toEqual([
      '| 1,000 | published: 5-64-32-16-1, ReLU, Adam at 0.001, 300 epochs | 0.0400 | 0.0100 | 0.0200 | 1.5 s | 2 |',
      '| 1,000 | + several networks: the defaults | 1.00e-4 | - | 0.0200 | 1.5 s | 1 |',
    ]);
  });
});
