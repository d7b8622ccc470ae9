import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonJson, validateComparisonRecord, writeComparisonRecord } from './record-files.js';
import { COMPARISON_SCHEMA, VERDICTS, type ComparisonRecord } from './comparison-record.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-comparison-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

// Every figure is MADE UP.
const overall = {
  verdict: 'slower',
  ratio: 1.1,
  ratio_ci95: [1.05, 1.15000000000000013],
  p: 0.008,
  noise_factor: 1.04,
  is_regression: true,
} as const;
const file = {
  file: 'a.json',
  timestamp: '2026-01-02T03:04:05.000Z',
  engine: 'simd',
  code_version: 'ab'.repeat(32),
  node: '20.20.2',
};
const record: ComparisonRecord = {
  schema: COMPARISON_SCHEMA,
  timestamp: '2026-01-02T03:04:05.000Z',
  base: { ...file, engine: null, code_version: null, node: null },
  new: file,
  rounds: [5, 12],
  observations: [5, 6],
  runs_needed: 8,
  regression_threshold: 0.05,
  is_gate: true,
  is_regression: true,
  overall,
  sizes: [{ dataset_size: 1000, base_seconds: 1, new_seconds: 1.1, ratio: 1.1, is_beyond_drift: false }],
  sizes_only_in_base: [2000],
  sizes_only_in_new: [],
  notices: ['Different engine: ...'],
};

describe('a comparison record', () => {
  it('is written whole and reads back to the same bits', async () => {
    const path = join(folder, 'comparison.json');
    await writeComparisonRecord(path, record);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(record);
    expect(readFileSync(path, 'utf8')).toBe(comparisonJson(record));
  });

  it('may have any verdict', () => {
    for (const verdict of VERDICTS) {
      expect(() => validateComparisonRecord({ ...record, overall: { ...overall, verdict } }, 'c.json')).not.toThrow();
    }
  });

  it('may have no test and no interval', () => {
    const bare = { ...overall, ratio_ci95: null, p: null, noise_factor: null };
    expect(() => validateComparisonRecord({ ...record, overall: bare }, 'c.json')).not.toThrow();
  });

  it.each([
    [
      'another verdict',
      { ...record, overall: { ...overall, verdict: 'fine' } },
      'c.json: overall.verdict: found "fine", ' +
        'must be one of ["faster","slower","no change","within noise","not enough...',
    ],
    [
      'a ratio of NaN',
      { ...record, overall: { ...overall, ratio: NaN } },
      'c.json: overall.ratio: found NaN, must be number',
    ],
    ['no sizes', { ...record, sizes: [] }, 'c.json: sizes: found [], must NOT have fewer than 1 items'],
    [
      'half an interval',
      { ...record, overall: { ...overall, ratio_ci95: [1] } },
      'c.json: overall.ratio_ci95: found [1], must NOT have fewer than 2 items',
    ],
    ['another schema', { ...record, schema: 'x' }, 'c.json: schema: found "x", must be "fived/comparison/2"'],
  ])('names file, place, what was found and what is right for %s', (_, value, message) => {
    expect(() => validateComparisonRecord(value, 'c.json')).toThrow(new Error(message));
  });

  it('names each missing field', () => {
    for (const field of Object.keys(record)) {
      const partial = Object.fromEntries(Object.entries(record).filter(([name]) => name !== field));
      expect(() => validateComparisonRecord(partial, 'c.json')).toThrow(
        `c.json: ${field}: found nothing, must be present`,
      );
    }
    for (const field of Object.keys(record.sizes[0])) {
      const partial = Object.fromEntries(Object.entries(record.sizes[0]).filter(([name]) => name !== field));
      expect(() => validateComparisonRecord({ ...record, sizes: [partial] }, 'c.json')).toThrow(
        `sizes[0].${field}: found nothing, must be present`,
      );
    }
  });

  it('leaves the disk alone when it is not valid', async () => {
    const path = join(folder, 'never.json');
    await expect(writeComparisonRecord(path, { ...record, sizes: [] })).rejects.toThrow('sizes: found []');
    expect(existsSync(path)).toBe(false);
  });
});
