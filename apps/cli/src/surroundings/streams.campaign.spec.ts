// Standard streams that are full or closed, or whose reader is gone, and no standard input.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn } from '../testing/command.js';
import { fivedHereIn } from '../testing/run-here.js';
import {
  expectOneLine,
  HOOK_TIMEOUT_MS,
  placeIn,
  QUICK_PROFILE,
  QUICK_SWEEP,
  QUICK_TRAINING,
  someOf,
  TRY_ALL,
  userFolder,
} from './testing/user.js';

let folder: string;

beforeAll(async () => {
  folder = await userFolder('streams');
  mkdirSync(join(folder, 'results'));
  writeFileSync(
    join(folder, 'results/benchmark_results.json'),
    readFileSync(new URL('../../../../docs/performance/benchmark_results.json', import.meta.url)),
  );
}, HOOK_TIMEOUT_MS);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What each command writes beside what it prints. It must print the latter for exit code 0. */
const COMMANDS = [
  ['help', ['--help'], undefined],
  ['data', ['data', '--n', '10', '--out', 'ten.csv'], 'ten.csv'],
  ['train', ['train', 'rows.csv', ...QUICK_TRAINING, '--out', 'other'], 'other/model.safetensors'],
  ['predict', ['predict', 'run', 'rows.csv'], undefined],
  ['evaluate', ['evaluate', 'run', 'rows.csv', '--json'], undefined],
  ['info', ['info', 'run'], undefined],
  ['export', ['export', 'run', '--format', 'js', '--out', 'model.mjs'], 'model.mjs'],
  ['bench', ['bench', ...QUICK_SWEEP, '--out', 'sweep'], 'sweep/benchmark_results.json'],
  ['memory', ['memory', ...QUICK_PROFILE, '--out', 'profile'], 'profile/memory_profile.json'],
  ['compare', ['compare', 'results/benchmark_results.json', 'results/benchmark_results.json'], undefined],
  ['gradcheck', ['gradcheck', '--hidden', '4', '--rows', '3'], undefined],
  ['plot', ['plot', '--in', 'results', '--out', 'charts'], 'charts/scaling_analysis.png'],
] as const;

/** Opens a pipe whose reader is gone, as descriptor 3. */
const goneReader = (name: string): string =>
  `mkfifo ${name}-pipe; : < ${name}-pipe & exec 3> ${name}-pipe; wait; rm ${name}-pipe`;

const expectWritten = (place: string, written: string | undefined): void => {
  if (written !== undefined) expect(existsSync(join(place, written)), written).toBe(true);
};

// The short form tries only a disk that takes nothing (disk.campaign.spec.ts).
describe.skipIf(!TRY_ALL || !existsSync('/dev/full'))(
  'standard output that takes nothing',
  { concurrent: true },
  () => {
    it.each(COMMANDS)('is an error, after all else is done: %s', async (_, args, written) => {
      const place = placeIn(folder);
      const ended = await fivedIn(place, args, { shell: 'exec > /dev/full' });
      expectOneLine(ended, /cannot write to standard output: .*ENOSPC/);
      expectWritten(place, written);
    });
  },
);

// The short form tries only `| head` (predict.spec.ts and train.spec.ts of commands).
describe.skipIf(!TRY_ALL || process.platform === 'win32')(
  'standard output that nobody reads any more',
  { concurrent: true },
  () => {
    it.each(COMMANDS)('neither stops the work nor is an error: %s', async (_, args, written) => {
      const place = placeIn(folder);
      const ended = await fivedIn(place, args, { shell: `${goneReader('stdout')}; exec >&3 3>&- && true` });
      expect(ended.stderr).not.toMatch(/EPIPE|^ +at /m);
      expect(ended).toMatchObject({ code: 0, stdout: '' });
      expectWritten(place, written);
    });
  },
);

describe.skipIf(process.platform === 'win32')('standard error that is closed, full or not read', () => {
  const WAYS = [
    ['closed', 'exec 2>&-'],
    ['full', 'exec 2> /dev/full'],
    ['not read', `${goneReader('stderr')}; exec 2>&3 3>&- && true`],
  ] as const;

  it.each(someOf(WAYS, ['not read']))('changes neither results nor exit codes: %s', async (_, shell) => {
    const args = ['predict', 'run', 'rows.csv'];
    const plain = await fivedHereIn(folder, args);
    const [unheard, failed] = await Promise.all([
      fivedIn(folder, args, { shell }),
      fivedIn(folder, ['predict', 'run', 'missing.csv'], { shell: shell.replaceAll('stderr', 'failed') }),
    ]);
    expect(plain.stderr).not.toBe('');
    expect(unheard).toMatchObject({ code: 0, stdout: plain.stdout, stderr: '' });
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: '' });
  });
});

describe.skipIf(process.platform === 'win32')('standard input that is closed', () => {
  it('is one line where rows should come from it', async () => {
    expectOneLine(
      await fivedIn(folder, ['predict', 'run', '-'], { shell: 'exec <&-' }),
      /^fived: standard input .*empty/,
    );
  });
});
