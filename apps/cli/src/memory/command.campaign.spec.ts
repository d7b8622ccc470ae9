// Profiles of several processes, by the compiled command. They take half a minute, so only `npm run test:long` runs
// them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnMemoryRecord, readMemoryRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fivedIn } from '../testing/command.js';

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

describe.skipIf(inject('campaign') === 'short')('fived memory', () => {
  it('takes medians over its processes, and says which is at work', async () => {
    const { code, stderr } = await fivedIn(folder, ['memory', ...quick, '--runs', '2', '--out', 'repeated']);
    expect(code).toBe(0);
    expect((await recordIn('repeated')).repeats).toBe(2);
    expect(stderr).toContain('n = 5,000, simd, process 2 of 2: ');
  });

  it('measures further sizes with both engines', async () => {
    const { code, stdout } = await fivedIn(folder, [
      'memory',
      ...quick,
      '-n',
      '60',
      '--sizes',
      '40',
      '--runs',
      '1',
      '--out',
      'sizes',
    ]);
    expect(code).toBe(0);
    const { sizes } = await recordIn('sizes');
    expect(sizes?.map(({ dataset_size, engine }) => `${dataset_size} ${engine}`)).toEqual(['40 reference', '40 simd']);
    expect(stdout).toMatch(/^40 +reference +\d/m);
  });

  it('ends at Ctrl-C, and keeps the processes that were done', async () => {
    const args = ['memory', ...quick, '-n', '60', '--runs', '100', '--out', 'interrupted'];
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
