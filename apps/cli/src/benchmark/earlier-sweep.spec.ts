import { captureEnvironment } from '@fived/bench';
import { adamDefaults } from '@fived/nn';
import type { BenchmarkRecord } from '@fived/records';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SweepContext } from './benchmark-record.js';
import { differences, resumedContext } from './earlier-sweep.js';
import { runSweep } from './sweep.js';

let context: SweepContext;
/** The first two of four runs. */
let earlier: BenchmarkRecord;

beforeAll(async () => {
  const settings: SweepContext['settings'] = {
    ...{
      sizes: [40, 60],
      runs: 2,
      epochs: 2,
      hiddenSizes: [4],
      learningRate: 0.01,
      batchSize: 16,
    },
    ...{ adam: adamDefaults, seed: 42, noise: 0.01, engine: 'simd' as const, wide: false },
  };
  const timestamp = '2026-01-02T03:04:05.000Z';
  context = {
    settings,
    timestamp,
    environment: await captureEnvironment(),
    code_version: 'a'.repeat(64),
    clock: { name: 'a clock', resolution_ns: 40 },
  };
  const records: BenchmarkRecord[] = [];
  await runSweep(context, {
    onRecord: (record) => {
      records.push(record);
      return Promise.resolve();
    },
  });
  earlier = records[1];
});

const withSettings = (changes: Partial<SweepContext['settings']>): SweepContext => ({
  ...context,
  settings: { ...context.settings, ...changes },
});

describe('a result file can be resumed', () => {
  it('with the same settings, code and machine, whatever the load', () => {
    const busy = { ...context.environment, load_average: [9, 9, 9] as const, busy_cores: 9 };
    expect(differences(earlier, { ...context, environment: busy, timestamp: new Date().toISOString() })).toEqual([]);
  });

  it('and keeps when and where it began', () => {
    const busy = { ...context.environment, load_average: [9, 9, 9] as const };
    const { timestamp, environment } = resumedContext('a.json', earlier, {
      ...context,
      environment: busy,
      timestamp: new Date().toISOString(),
    });
    expect(timestamp).toBe('2026-01-02T03:04:05.000Z');
    expect(environment).toEqual(context.environment);
  });
});

describe('a result file is refused', () => {
  it.each([
    [{ sizes: [40, 60, 80] }, '--sizes: [40,60] in the file, [40,60,80] now'],
    [{ runs: 3 }, '--runs: 2 in the file, 3 now'],
    [{ epochs: 3 }, '--epochs: 2 in the file, 3 now'],
    [{ hiddenSizes: [5, 4] }, '--hidden: [4] in the file, [5,4] now'],
    [{ learningRate: 0.02 }, '--learning-rate: 0.01 in the file, 0.02 now'],
    [{ batchSize: 8 }, '--batch-size: 16 in the file, 8 now'],
    [{ seed: 7 }, '--seed: 42 in the file, 7 now'],
    [{ noise: 0 }, 'noise: 0.01 in the file, 0 now'],
    [{ engine: 'reference' }, '--engine: simd in the file, reference now'],
    [{ jobs: 2 }, '--jobs: 1 in the file, more than 1 now'],
    [{ wide: true }, '--wide: false in the file, true now'],
    [{ adam: { ...adamDefaults, beta1: 0.8 } }, 'Adam: [0.9,0.999,1e-7] in the file, [0.8,0.999,1e-7] now'],
  ] as const)('for the settings %j', (changes, message) => {
    expect(differences(earlier, withSettings(changes))).toEqual([message]);
  });

  it.each(['sequential' as const, undefined])('for a sweep of the order %s, which is no longer made', (order) => {
    expect(differences({ ...earlier, order }, context)).toEqual(['order: sequential in the file, round-robin now']);
  });

  it('for another code version, of which it shows the first characters', () => {
    expect(differences(earlier, { ...context, code_version: 'b'.repeat(64) })).toEqual([
      'code version: aaaaaaaaaaaa... in the file, bbbbbbbbbbbb... now',
    ]);
  });

  it.each([
    [
      'CPU',
      {
        cpu: {
          ...{
            logical_cores: 2,
            physical_cores: null,
            core_kinds: null,
            max_frequency_mhz: null,
            current_frequency_mhz: null,
          },
          model: 'Abacus',
        },
      },
    ],
    [
      'cores',
      {
        cpu: {
          ...{
            model: 'Abacus',
            physical_cores: null,
            core_kinds: null,
            max_frequency_mhz: null,
            current_frequency_mhz: null,
          },
          logical_cores: 999,
        },
      },
    ],
    ['OS', { os: { name: 'Plan 9', version: null, kernel: null, architecture: null } }],
    ['Node', { node: '0.12.0' }],
  ])('for another %s', (name, changes) => {
    const found = differences(earlier, { ...context, environment: { ...context.environment, ...changes } });
    expect(found.some((line) => line.startsWith(`${name}: `))).toBe(true);
  });

  it('with every difference in one line, and the way out', () => {
    const attempt = (): SweepContext => resumedContext('a.json', earlier, withSettings({ epochs: 3, seed: 7 }));
    expect(attempt).toThrow(
      'a.json cannot be resumed: --epochs: 2 in the file, 3 now; --seed: 42 in the file, 7 now. ' +
        'Without --resume a new sweep replaces it; with another --out it stays.',
    );
  });

  it('for a run in it that this sweep would not make, or not then', () => {
    const [first, ...others] = earlier.results;
    const edited = (changes: object): BenchmarkRecord => ({
      ...earlier,
      results: [{ ...first, individual_runs: [{ ...first.individual_runs[0], ...changes }] }, ...others],
    });
    for (const changes of [{ run: 7 }, { seed: 1 }, { position: 99 }]) {
      expect(differences(edited(changes), context)).toEqual([
        expect.stringMatching(/^n = 40, run .*: no run of this sweep$/),
      ]);
    }
    const twice = {
      ...earlier,
      results: [{ ...first, individual_runs: [first.individual_runs[0], first.individual_runs[0]] }, ...others],
    };
    expect(differences(twice, context)).toHaveLength(1);
  });
});
