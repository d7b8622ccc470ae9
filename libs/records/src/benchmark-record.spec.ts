import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BaseBenchmarkRecord, BenchmarkRecord } from './benchmark-record.js';
import { readBenchmarkRecord, writeBenchmarkRecord } from './record-files.js';
import { madeUpBaseRecord, madeUpRecord } from './testing/record.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-records-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('writeBenchmarkRecord', () => {
  it('writes what readBenchmarkRecord gives back, every number to the last bit', async () => {
    const path = join(folder, 'whole.json');
    await writeBenchmarkRecord(path, madeUpRecord);
    expect(await readBenchmarkRecord(path)).toEqual(madeUpRecord);
    expect(readFileSync(path, 'utf8')).toContain('"training_time_seconds_max": 0.30000000000000004');
  });

  it("refuses the published project's form, which we never write", async () => {
    const published: BaseBenchmarkRecord = madeUpBaseRecord;
    const record = published as BenchmarkRecord;
    await expect(writeBenchmarkRecord(join(folder, 'never.json'), record)).rejects.toThrow(
      /found nothing, must be present$/,
    );
  });

  it('leaves the disk alone when the record is not valid', async () => {
    const path = join(folder, 'never.json');
    await expect(writeBenchmarkRecord(path, { ...madeUpRecord, threads: 0 })).rejects.toThrow(
      `${path}: threads: found 0, must be >= 1`,
    );
    expect(existsSync(path)).toBe(false);
  });
});

describe('readBenchmarkRecord', () => {
  it("reads the published project's own file", async () => {
    const path = file('published.json', JSON.stringify(madeUpBaseRecord));
    expect(await readBenchmarkRecord(path)).toEqual(madeUpBaseRecord);
  });

  it('says in one line what is wrong with a file', async () => {
    const whole = JSON.stringify(madeUpRecord, null, 2);
    const message = (path: string): Promise<string> =>
      readBenchmarkRecord(path).then(
        () => 'read',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      );
    const cut = await message(file('cut.json', whole.slice(0, 1000)));
    expect(cut).toContain('cut.json: not valid JSON (cut short or damaged?): ');
    expect(cut).not.toContain('\n');
    expect(await message(file('text.json', 'no\nJSON\nat all'))).toMatch(/text\.json: not valid JSON[^\n]*$/);
    expect(await message(file('empty.json', ''))).toContain('empty.json: the file is empty');
    expect(await message(join(folder, 'missing.json'))).toContain(
      'missing.json: there is no such file; "fived bench" writes it',
    );
    expect(await message(file('other.json', '{"schema":"a/b/1"}'))).toContain(
      'other.json: schema: found "a/b/1", must be "fived/',
    );
    expect(await message(file('foreign.json', '{"name":"x"}'))).toContain(
      'foreign.json: timestamp: found nothing, must be present',
    );
    expect(await message(folder)).toContain(`${folder}: cannot be read: `);
    const deep = 100_000;
    expect(await message(file('deep.json', '['.repeat(deep) + ']'.repeat(deep)))).toContain(
      'deep.json: too deeply nested; must be a benchmark record in JSON',
    );
  });

  it('has every text of the file inert', async () => {
    const path = file('hostile.json', JSON.stringify({ ...madeUpRecord, engine: '\u001B[2Ja\nb' }));
    expect(await readBenchmarkRecord(path)).toMatchObject({ engine: '\uFFFD[2Ja b' });
  });

  it.each([madeUpRecord, madeUpBaseRecord])('refuses more runs than can be resampled in seconds', async (record) => {
    const [result] = record.results;
    const individual_runs = Array.from({ length: 5001 }, () => result.individual_runs[0]);
    const path = file('many.json', JSON.stringify({ ...record, results: [{ ...result, individual_runs }] }));
    await expect(readBenchmarkRecord(path)).rejects.toThrow(
      `${path}: results: found 5001 runs, must be at most 5000 of all sizes together`,
    );
  });
});
