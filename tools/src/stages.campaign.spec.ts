/** The check itself, with the real nx and vitest, in a small workspace: a failing test must not go unnoticed. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { runNx } from './nx.js';
import { runStages } from './stages.js';
import { createTally } from './tally.js';
import { ROOT } from './workspace.js';

let root: string;
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const command = (text: string): object => ({
  executor: 'nx:run-commands',
  cache: true,
  options: { command: text, cwd: 'libs/a' },
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fived check '));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  write('package.json', '{"name":"small","private":true,"workspaces":["libs/*"]}');
  write('nx.json', '{"neverConnectToCloud":true,"analytics":false,"cacheDirectory":".nx/cache"}');
  const nothing = command('node --version');
  const targets = { build: nothing, lint: nothing, typecheck: nothing, test: command('vitest run') };
  write('libs/a/package.json', JSON.stringify({ name: 'a', type: 'module', nx: { name: 'a', targets } }));
  write(
    'libs/a/vitest.config.mjs',
    `export default { test: { reporters: ['json'], outputFile: { json: 'test-output/results.json' } } };`,
  );
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const TESTS = `import { expect, it } from 'vitest';
it('holds', () => { expect(1).toBe(1); });
it('is planted', () => { expect(1).toBe(RIGHT); });`;

// It takes some ten seconds of nx and vitest, so only `npm run test:long` runs it.
describe.skipIf(inject('campaign') === 'short')('the check, with the real nx and vitest', () => {
  const check = async () => {
    const tally = createTally(() => undefined);
    const nx = (args: readonly string[]) => runNx(root, args, () => undefined);
    await runStages({ root, projects: ['libs/a'], nx, tally, print: () => undefined });
    return { ...tally.counts(), failures: tally.failures() };
  };

  it('passes where all tests pass', async () => {
    write('libs/a/src/a.spec.ts', TESTS.replace('RIGHT', '1'));
    expect(await check()).toEqual({ passed: 4 + 2, failed: 0, failures: [] });
  });

  it('fails where one is planted that fails, and names it', async () => {
    write('libs/a/src/a.spec.ts', TESTS.replace('RIGHT', '2'));
    expect(await check()).toEqual({ passed: 4 + 1, failed: 1, failures: ['libs/a/src/a.spec.ts: is planted'] });
  });
});
