import { describe, expect, it } from 'vitest';
import { planIdeas } from './ideas.js';
import { planProblems } from './problems.js';
import { missingIdeas, missingProblems, parseRecord, resumeRecord } from './record.js';
import { emptyRecord, madeUpRow } from './study.fixture.js';
import { targetNames } from './targets.js';

describe('the plan', () => {
  it('has the synthetic target at four sizes and the other six at two, each with and without noise', () => {
    const problems = planProblems({ targets: targetNames, sizes: [1000, 2000, 5000, 10000], seeds: [42] });
    expect(problems).toHaveLength(4 + 6 * 2 * 2);
    expect(problems.filter(({ target }) => target === 'synthetic').every(({ is_noisy }) => is_noisy)).toBe(true);
  });

  it('has only what was asked for', () => {
    const problems = planProblems({ targets: ['gaussian'], sizes: [1000, 5000], seeds: [1, 2] });
    expect(problems.map(({ sample_count, is_noisy, seed }) => [sample_count, is_noisy, seed])).toEqual([
      [1000, false, 1],
      [1000, true, 1],
      [1000, false, 2],
      [1000, true, 2],
    ]);
  });
});

describe('a study that is taken up again', () => {
  it('makes the rows that are missing, and no others', () => {
    const planned = planProblems({ targets: ['gaussian'], sizes: [1000], seeds: [1, 2] });
    const rows = [planned[0], planned[3]].map((problem) => madeUpRow(problem, 1, 1, 1, 1, 1));
    expect(missingProblems(planned, { ...emptyRecord, rows })).toEqual([planned[1], planned[2]]);
  });

  it('makes the fits of ideas that are missing, and no others', () => {
    const planned = planIdeas([1000, 2000], [42, 43]);
    expect(planned).toHaveLength(2 * 5);
    const ideas = planned.slice(1).map((idea) => ({ ...idea, seconds: 1, test_mse: 1, truth_rmse: 1 }));
    expect(missingIdeas(planned, { ...emptyRecord, ideas })).toEqual([planned[0]]);
  });

  it('goes on with the record as it was written', () => {
    const [problem] = planProblems({ targets: ['gaussian'], sizes: [1000], seeds: [1] });
    const record = { ...emptyRecord, rows: [madeUpRow(problem, 1, 1, 1, undefined, 1)] };
    expect(resumeRecord(parseRecord(JSON.stringify(record), 'study.json'), emptyRecord, 'study.json')).toEqual(record);
  });

  it('is refused on another machine, Node or commit', () => {
    const { environment } = emptyRecord;
    const elsewhere = {
      ...emptyRecord,
      environment: { ...environment, node: '24.0.0', git: { commit: 'def', dirty: false } },
    };
    expect(() => resumeRecord(elsewhere, emptyRecord, 'out/study.json')).toThrow(
      'out/study.json cannot be gone on with: Node version was 24.0.0 and is 20.20.2; commit was def and is abc.',
    );
  });

  it('is refused where the file is something else', () => {
    expect(() => parseRecord('{"schema": "another"}', 'out/study.json')).toThrow(
      'out/study.json must be a record with the schema fived-study-1',
    );
    expect(() => parseRecord('{', 'out/study.json')).toThrow('out/study.json is not JSON');
  });
});
