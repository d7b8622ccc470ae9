import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runShortRun } from './short-run.js';
import { createTally } from './tally.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fived short run '));
  mkdirSync(join(root, 'apps/cli/bin'), { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** The checks that pass with a stand-in for the fived command. Removes what the stand-in leaves behind. */
const passedWith = async (fived: string): Promise<readonly string[]> => {
  writeFileSync(join(root, 'apps/cli/bin/fived.js'), fived);
  const printed: string[] = [];
  const tally = createTally((text) => printed.push(text));
  await runShortRun(root, tally, (text) => printed.push(text));
  const leftIn = printed
    .map((text) => /^What the short run wrote is left in (.*)$/.exec(text)?.[1])
    .find((path) => path !== undefined);
  if (leftIn === undefined) throw new Error('the short run did not say where its files are');
  expect(readdirSync(leftIn)).toContain('unwritable');
  rmSync(leftIn, { recursive: true });
  expect(tally.counts().failed).toBeGreaterThan(0);
  return printed.filter((text) => text.startsWith('  ok')).map((text) => text.slice('  ok      '.length));
};

// `npm test` itself runs the real command. Here is what must not satisfy its checks.
describe('runShortRun', () => {
  it('is not content with a command that does nothing and ends well', async () => {
    expect(await passedWith('')).toEqual(['"fived profile --sizes 1000,2000 --runs 2 --epochs 3" works']);
  });

  it('is not content with a command that always fails in one line', async () => {
    expect(await passedWith('console.error("fived: no"); process.exitCode = 1;')).toEqual([
      'a folder that cannot be written is refused with one line',
      'an unknown option is refused with one line, and leaves no folder behind',
    ]);
  });

  it('wants one line on stderr of a refusal, not a stack', async () => {
    expect(await passedWith('throw new Error("no")')).toEqual([]);
  });
});
