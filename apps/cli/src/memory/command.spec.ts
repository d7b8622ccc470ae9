// The command as a user meets it. A profile takes seconds, so there is one here, and the campaign has more.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnMemoryRecord, readMemoryRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedHere, fivedWatched, watchedOnTerminal } from '../testing/run-here.js';

let folder: string;
const home = process.cwd();
const { execArgv } = process;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived memory '));
  process.chdir(folder); // so that messages have short names
  process.execArgv = []; // the measured code is compiled, and vitest's flags would make it load sources
});
afterAll(() => {
  process.execArgv = execArgv;
  process.chdir(home);
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
    let isSaved: boolean | undefined;
    const { code, stdout, stderr } = await fivedWatched(['memory', ...quick, '--runs', '1', '--out', 'a/b'], {
      onErr: (text) => {
        if (text.includes('process 1 of 1: ')) isSaved ??= existsSync('a/b/memory_profile.json');
      },
    });
    expect(code).toBe(0);
    expect(isSaved, 'saved before it is reported').toBe(true);
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['memory_profile.json']);
    const record = await recordIn('a/b');
    expect(record).toMatchObject({ dataset_size: 5000, engine: 'simd', repeats: 1, predicted_rows: 100 });
    expect(record.phases.map(({ cumulative_peak_mib }) => cumulative_peak_mib)).toEqual(
      record.phases.map(({ cumulative_peak_mib }) => cumulative_peak_mib).sort((a, b) => a - b),
    );
    // while they are made, at least 5,000 rows of 5 features in float64 and all in float32 are held at once
    expect(record.memory_usage_mb.after_dataset_load_mb).toBeGreaterThan((5000 * (5 * 8 + 8 + 6 * 4)) / 1024 ** 2);
    expect(record.memory_usage_mb.prediction_memory_increase_mb).toBe(0);
    expect(stdout).toMatch(/^After dataset load +0\.35 +\d/m);
    expect(stdout).toContain(join('a/b', 'memory_profile.json'));
    expect(stderr).toContain('n = 5,000, simd, process 1 of 1: ');
  });

  it.each([
    [['--runs', '0'], '--runs must be a whole number from 1 to 1000; got "0".'],
    [['-n', '2'], 'at least 3 rows'],
    [['--sizes', '2,50'], 'at least 3 rows'],
    [['--engine', 'abacus'], '--engine must be one of "auto", "simd", "reference"; got "abacus".'],
  ])('answers %j with one line on stderr before any process', async (args, message) => {
    const { code, stdout, stderr } = await fivedHere('memory', ...args, '--out', 'never');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^fived: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  it('ends at Ctrl-C, and writes nothing before the first process is done', async () => {
    const args = ['memory', ...quick, '-n', '60', '--out', 'interrupted'];
    const { code, stdout, stderr } = await watchedOnTerminal(args, (text, pressCtrlC) => {
      if (text.includes('loading (1 of 10)') && !text.includes('Stopping')) pressCtrlC();
    });
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(/fived: interrupted before the first process was done; nothing was written\.\n$/);
    expect(readdirSync(join(folder, 'interrupted'))).toEqual([]);
  });
});
