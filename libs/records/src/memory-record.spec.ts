import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMemoryRecord, validateMemoryRecord, writeMemoryRecord } from './record-files.js';
import {
  MEMORY_CHECKPOINTS,
  MEMORY_SCHEMA,
  isOwnMemoryRecord,
  type MemoryPhase,
  type MemoryRecord,
  type MemoryUsage,
} from './memory-record.js';
import { madeUpRecord } from './testing/record.js';

// Every figure is MADE UP.
const phases: readonly MemoryPhase[] = MEMORY_CHECKPOINTS.map(({ name, label }, index) => ({
  name,
  label,
  cumulative_peak_mib: 0.1 + index,
  cumulative_peak_mib_min: 0.05 + index,
  cumulative_peak_mib_max: 0.30000000000000004 + index,
  own_peak_mib: 1,
  own_peak_mib_min: 1,
  own_peak_mib_max: 1,
  resident_peak_mib: 60,
  resident_peak_mib_min: 60,
  resident_peak_mib_max: 60,
  end_mib: -0.01,
  collections: 1.5,
  collection_ms: 0.4,
  seconds: 0.01,
}));
const usage = {
  ...Object.fromEntries(phases.map(({ name, cumulative_peak_mib }) => [`${name}_mb`, cumulative_peak_mib])),
  training_memory_increase_mb: 1,
  prediction_memory_increase_mb: 1,
} as MemoryUsage;
const { timestamp, hyperparameters, environment } = madeUpRecord;
const { hidden_sizes, learning_rate, max_iter, random_state, early_stopping_patience } = hyperparameters;
const record: MemoryRecord = {
  schema: MEMORY_SCHEMA,
  timestamp,
  dataset_size: 5000,
  hyperparameters,
  memory_usage_mb: usage,
  environment,
  code_version: 'made-up',
  engine: 'simd',
  threads: 1,
  batch_size: 32,
  repeats: 2,
  predicted_rows: 100,
  resident_method: 'sampled',
  baseline: { javascript_mib: 7, resident_mib: 50 },
  measurement_cost: { javascript_mib: 0.001, resident_mib: 0, milliseconds: 30 },
  phases,
};
const atSize = {
  dataset_size: 1000,
  engine: 'reference',
  javascript_peak_mib: 2,
  javascript_peak_mib_min: 2,
  javascript_peak_mib_max: 2,
  training_peak_mib: 1,
  training_peak_mib_min: 1,
  training_peak_mib_max: 1,
  resident_peak_mib: 60,
  resident_peak_mib_min: 60,
  resident_peak_mib_max: 60,
};
/** In the form of the published project's profile_memory.py: its fields, its rounding, its local time. */
const baseRecord = {
  timestamp: '2025-11-20T12:34:56.789012',
  dataset_size: 5000,
  hyperparameters: { hidden_sizes, learning_rate, max_iter, random_state, early_stopping_patience },
  memory_usage_mb: usage,
};

const without = (value: object, field: string): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));

describe('the checkpoints', () => {
  it('are those of the published page, in its order', () => {
    expect(MEMORY_CHECKPOINTS.map(({ name, publishedMib }) => [name, publishedMib])).toEqual([
      ['after_dataset_load', 0.35],
      ['after_splitting', 0.39],
      ['after_preprocessing', 0.54],
      ['after_model_creation', 0.85],
      ['before_training', 0.85],
      ['peak_during_training', 4.94],
      ['after_training', 4.94],
      ['before_prediction', 4.94],
      ['peak_during_prediction', 4.94],
      ['after_prediction', 4.94],
    ]);
  });
});

describe('validateMemoryRecord', () => {
  it("accepts a record of ours and the published project's, and tells them apart", () => {
    expect(isOwnMemoryRecord(validateMemoryRecord(record, 'a.json'))).toBe(true);
    expect(isOwnMemoryRecord(validateMemoryRecord({ ...record, wide: false, sizes: [atSize] }, 'a.json'))).toBe(true);
    expect(isOwnMemoryRecord(validateMemoryRecord(baseRecord, 'a.json'))).toBe(false);
  });

  it.each([
    [
      'a text for a number',
      { ...record, memory_usage_mb: { ...usage, before_training_mb: '1' } },
      'memory_usage_mb.before_training_mb: found "1", must be number',
    ],
    [
      'NaN',
      { ...record, phases: [{ ...phases[0], own_peak_mib: NaN }, ...phases.slice(1)] },
      'phases[0].own_peak_mib: found NaN, must be number',
    ],
    [
      'another method',
      { ...record, resident_method: 'guessed' },
      'resident_method: found "guessed", must be one of ["high-water mark","sampled"]',
    ],
    ['no sizes', { ...record, sizes: [] }, 'sizes: found [], must NOT have fewer than 1 items'],
    [
      'another schema',
      madeUpRecord,
      'schema: found "fived/benchmark_results/1", must be "fived/memory_profile/1" ' +
        "(or absent, as in the published project's own file)",
    ],
  ])('names file, place, what was found and what is right for %s', (_, value, message) => {
    expect(() => validateMemoryRecord(value, 'a.json')).toThrow(new Error(`a.json: ${message}`));
  });

  it('names what contradicts the rest of the file', () => {
    const [first, ...others] = phases;
    const before = first.cumulative_peak_mib;
    for (const [value, message] of [
      [
        { ...record, memory_usage_mb: { ...usage, [`${first.name}_mb`]: 99 } },
        `found 99, must be ${before}, as in phases`,
      ],
      [
        { ...record, memory_usage_mb: { ...usage, training_memory_increase_mb: 99 } },
        'memory_usage_mb.training_memory_increase_mb: found 99, must be ',
      ],
      [
        { ...record, phases: [{ ...first, own_peak_mib: 99 }, ...others] },
        'phases[0].own_peak_mib: found 99, must be from ',
      ],
      [
        { ...record, sizes: [{ ...atSize, training_peak_mib: -1 }] },
        'sizes[0].training_peak_mib: found -1, must be from ',
      ],
    ] as const)
      expect(() => validateMemoryRecord(value, 'a.json')).toThrow(message);
  });

  it('names each missing field', () => {
    for (const field of Object.keys(record).filter((name) => name !== 'schema')) {
      expect(() => validateMemoryRecord(without(record, field), 'a.json')).toThrow(
        `a.json: ${field}: found nothing, must be present`,
      );
    }
    for (const field of Object.keys(usage)) {
      const value = { ...record, memory_usage_mb: without(usage, field) };
      expect(() => validateMemoryRecord(value, 'a.json')).toThrow(
        `memory_usage_mb.${field}: found nothing, must be present`,
      );
    }
    for (const field of Object.keys(phases[0])) {
      const value = { ...record, phases: [without(phases[0], field), ...phases.slice(1)] };
      expect(() => validateMemoryRecord(value, 'a.json')).toThrow(`phases[0].${field}: found nothing, must be present`);
    }
    for (const field of Object.keys(atSize)) {
      const value = { ...record, sizes: [without(atSize, field)] };
      expect(() => validateMemoryRecord(value, 'a.json')).toThrow(`sizes[0].${field}: found nothing, must be present`);
    }
  });
});

describe('the file of a memory record', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fived-memory-record-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('holds every number to the last bit', async () => {
    const path = join(folder, 'memory_profile.json');
    await writeMemoryRecord(path, record);
    expect(await readMemoryRecord(path)).toEqual(record);
    expect(readFileSync(path, 'utf8')).toContain('"cumulative_peak_mib_max": 0.30000000000000004');
  });

  it('is left alone when the record is not valid', async () => {
    const path = join(folder, 'never.json');
    await expect(writeMemoryRecord(path, { ...record, repeats: 0 })).rejects.toThrow(
      `${path}: repeats: found 0, must be >= 1`,
    );
    expect(existsSync(path)).toBe(false);
  });

  it("may be the published project's own", async () => {
    const path = join(folder, 'published.json');
    writeFileSync(path, JSON.stringify(baseRecord));
    expect(await readMemoryRecord(path)).toEqual(baseRecord);
  });

  it(
    'is named with the command that writes it when it is missing, and with what it should be ' + 'when it is empty',
    async () => {
      const path = join(folder, 'missing.json');
      await expect(readMemoryRecord(path)).rejects.toThrow(`${path}: there is no such file; "fived memory" writes it`);
      const empty = join(folder, 'empty.json');
      writeFileSync(empty, '');
      await expect(readMemoryRecord(empty)).rejects.toThrow(
        `${empty}: the file is empty; must be a memory profile in JSON`,
      );
    },
  );
});
