// The compiled command as a user meets it.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnMemoryRecord, readMemoryRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn } from '../benchmark/command.fixture.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived memory '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const quick = ['--epochs', '2', '--hidden', '4'];
const recordIn = async (name: string) => {
  const record = await readMemoryRecord(join(folder, name, 'memory_profile.json'));
  if (!isOwnMemoryRecord(record)) throw new Error('not a record of ours');
  return record;
};

describe('fived memory', () => {
  it('writes the record, which its schema accepts, and prints the table', async () => {
    const { code, stdout, stderr } = await fivedIn(folder, ['memory', ...quick, '--repeat', '2', '--out', 'a/b']);
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['memory_profile.json']);
    const record = await recordIn('a/b');
    expect(record).toMatchObject({ dataset_size: 5000, engine: 'simd', repeats: 2, predicted_rows: 100 });
    expect(record.phases.map(({ cumulative_peak_mib }) => cumulative_peak_mib)).toEqual(
      record.phases.map(({ cumulative_peak_mib }) => cumulative_peak_mib).sort((a, b) => a - b),
    );
    // 5,000 rows of 5 features in float64 and all in float32, at least, are held at once while they are made
    expect(record.memory_usage_mb.after_dataset_load_mb).toBeGreaterThan((5000 * (5 * 8 + 8 + 6 * 4)) / 1024 ** 2);
    expect(record.memory_usage_mb.prediction_memory_increase_mb).toBe(0);
    expect(stdout).toMatch(/^After dataset load +0\.35 +\d/m);
    expect(stdout).toContain(join('a/b', 'memory_profile.json'));
    expect(stderr).toContain('n = 5,000, simd, process 2 of 2: ');
  });

  it('measures further sizes with both engines', async () => {
    const { code, stdout } = await fivedIn(folder, [
      'memory',
      ...quick,
      '--size',
      '60',
      '--sizes',
      '40',
      '--repeat',
      '1',
      '--out',
      'sizes',
    ]);
    expect(code).toBe(0);
    const { sizes } = await recordIn('sizes');
    expect(sizes?.map(({ dataset_size, engine }) => `${dataset_size} ${engine}`)).toEqual(['40 reference', '40 simd']);
    expect(stdout).toMatch(/^40 +reference +\d/m);
  });

  it.each([
    [['--repeat', '0'], '--repeat must be a whole number of at least 1; got "0".'],
    [['--size', '2'], 'at least 3 rows'],
    [['--sizes', '2,50'], 'at least 3 rows'],
    [['--engine', 'abacus'], 'Given: "abacus"'],
  ])('answers %j with one line on stderr before any process', async (args, message) => {
    const { code, stdout, stderr } = await fivedIn(folder, ['memory', ...args, '--out', 'never']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^fived: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  it('ends at Ctrl-C, and keeps the processes that were done', async () => {
    const args = ['memory', ...quick, '--size', '60', '--repeat', '100', '--out', 'interrupted'];
    const { code, stderr } = await fivedIn(folder, args, {
      onErr: (text, kill) => {
        if (text.includes('process 1 of 100:') && !text.includes('Stopping')) kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(/fived: interrupted; \d+ of 100 processes are saved\.\n$/);
    expect((await recordIn('interrupted')).repeats).toBeLessThan(100);
  });
});
