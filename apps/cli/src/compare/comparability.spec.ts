import type { BenchmarkRecord } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { checkComparable } from './comparability.js';
import { asPublished, madeUpSweep } from '../testing/made-up-sweep.js';

const record = madeUpSweep({ 1000: [1, 1, 1], 2000: [2, 2, 2] });
const { environment, hyperparameters } = record;
const strict = { allowDifferentMachines: false };

describe('checkComparable', () => {
  it('has nothing to say of two runs of the same', () => {
    expect(checkComparable(record, record, strict)).toEqual([]);
  });

  it.each<[string, Partial<BenchmarkRecord>, string]>([
    ['epochs', { hyperparameters: { ...hyperparameters, max_iter: 100 } }, 'epochs: 300 in BASE, 100 in NEW'],
    [
      'widths',
      { hyperparameters: { ...hyperparameters, hidden_sizes: [8] } },
      'hidden sizes: [64,32,16] in BASE, [8] in NEW',
    ],
    ['batches', { batch_size: 64 }, 'batch size: 32 in BASE, 64 in NEW'],
    [
      'splits',
      { split_ratios: { train_size: 0.8, val_size: 0.1, test_size: 0.1 } },
      'split ratios: [0.7,0.15,0.15] in BASE, [0.8,0.1,0.1] in NEW',
    ],
    [
      'epochs of one size',
      { results: [{ ...record.results[0], epochs_used: 250 }] },
      'epochs at n = 1000: 300 in BASE, 250 in NEW',
    ],
  ])('refuses other %s, whatever is allowed, and names them', (_, changes, difference) => {
    expect(() => checkComparable(record, { ...record, ...changes }, { allowDifferentMachines: true })).toThrow(
      new Error(`the times cannot be compared, since the trainings differ: ${difference}`),
    );
  });

  it.each<[string, Partial<BenchmarkRecord['environment']>, string]>([
    ['CPU', { cpu: { ...environment.cpu, model: 'Other CPU' } }, 'CPU model: Made-up CPU in BASE, Other CPU in NEW'],
    ['number of cores', { cpu: { ...environment.cpu, logical_cores: 2 } }, 'core count: 4 in BASE, 2 in NEW'],
    ['memory', { memory_bytes: 8 * 2 ** 30 }, 'memory: 16 GiB in BASE, 8 GiB in NEW'],
    [
      'system',
      { os: { ...environment.os, version: '2' } },
      'OS: Made-up Linux 1 x64 in BASE, Made-up Linux 2 x64 in NEW',
    ],
    ['unknown CPU', { cpu: { ...environment.cpu, model: null } }, 'CPU model: Made-up CPU in BASE, unknown in NEW'],
  ])('refuses another %s unless told to, and names it', (_, changes, difference) => {
    const other = { ...record, environment: { ...environment, ...changes } };
    expect(() => checkComparable(record, other, strict)).toThrow(
      new Error(
        'these are not from the same machine: ' +
          `${difference}. With --allow-different-machines they are compared all the same`,
      ),
    );
    expect(checkComparable(record, other, { allowDifferentMachines: true })).toEqual([
      `Different machines: ${difference}.`,
    ]);
  });

  it('says which file is not round-robin, one training at a time, and what would be right', () => {
    const sideBySide = { ...record, jobs: 4 };
    const why =
      'was made with --jobs 4: its trainings ran side by side, so that its times say nothing of speed; ' +
      'make it again with --jobs 1.';
    expect(checkComparable(record, sideBySide, strict)).toEqual([`NEW ${why}`]);
    expect(checkComparable({ ...record, jobs: 1 }, record, strict)).toEqual([]);
    // Early records do not say: they were sequential.
    const others = ['sequential' as const, undefined].map((order) => ({ ...record, order }));
    for (const other of others) {
      expect(checkComparable(other, sideBySide, strict)).toEqual([
        'BASE was made size after size, so that a slow phase of the machine looks like a change of some sizes; ' +
          'make it again: fived bench goes round-robin.',
        `NEW ${why}`,
      ]);
    }
  });

  it('takes what firmware keeps of the memory for no difference', () => {
    expect(
      checkComparable(record, { ...record, environment: { ...environment, memory_bytes: 16 * 2 ** 30 - 3e7 } }, strict),
    ).toEqual([]);
  });

  it("counts a file without an environment, the published project's, as another machine", () => {
    const published = asPublished(record);
    expect(() => checkComparable(published, record, strict)).toThrow(
      'these are not from the same machine: BASE does not say on which machine.',
    );
    expect(() => checkComparable(published, published, strict)).toThrow('BASE and NEW do not say on which machine');
    expect(checkComparable(record, published, { allowDifferentMachines: true })).toEqual([
      'Different machines: NEW does not say on which machine.',
      expect.stringMatching(/^NEW was made size after size/),
    ]);
  });

  it('says what else differs', () => {
    const other: BenchmarkRecord = {
      ...record,
      engine: 'reference',
      code_version: 'cd'.repeat(32),
      hyperparameters: { ...hyperparameters, random_state: 7 },
      environment: { ...environment, node: '24.1.0' },
    };
    expect(checkComparable(record, other, strict)).toEqual([
      'Different seed: 42 in BASE, 7 in NEW.',
      'Different engine: simd in BASE, reference in NEW.',
      'Different code version: abababababab... in BASE, cdcdcdcdcdcd... in NEW.',
      'Different Node: 20.20.2 in BASE, 24.1.0 in NEW.',
    ]);
  });
});
