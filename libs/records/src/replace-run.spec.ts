import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './lock.js';
import { finishReplacingIfFree } from './replace-run.js';
import { ensureWritableFolder } from './whole-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-replace-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const compiled = pathToFileURL(join(import.meta.dirname, '../dist')).href;
const TABLES = ['history.csv', 'metrics.json', 'model.safetensors', 'predictions.csv'];
const NAMES = [...TABLES, 'parity.png'];

/** Replaces the run in its folder, and kills itself right before a certain change of the file system, from 0. */
const PROGRAM = `
  import fs from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const [folder, step, names] = process.argv.slice(1);
  const { temporaryPath } = await import('${compiled}/temporary.js');
  const { mkdir, writeFile } = fs;
  let left = Number(step);
  for (const name of ['rename', 'rm', 'rmdir', 'unlink', 'writeFile']) {
    const change = fs[name];
    fs[name] = (...args) => {
      if (left-- === 0) process.kill(process.pid, 'SIGKILL');
      return change(...args);
    };
  }
  syncBuiltinESMExports();
  const { replaceRun } = await import('${compiled}/replace-run.js');
  const made = temporaryPath(folder);
  await mkdir(made);
  for (const name of ${JSON.stringify(TABLES)}) await writeFile(made + '/' + name, 'new');
  await replaceRun(made, folder, names.split(','));
`;
const replaceUpTo = (step: number) =>
  spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM, folder, String(step), NAMES.join()], {
    encoding: 'utf8',
  });

const contents = (): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const whole = (names: readonly string[], text: string) => Object.fromEntries(names.map((name) => [name, text]));

it('leaves the old or the new run whole, whichever of its steps a kill comes before', async () => {
  const seen: string[] = [];
  for (let step = 0; seen.at(-1) !== 'done'; step++) {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    for (const name of NAMES) writeFileSync(join(folder, name), 'old');
    const { signal, status, stderr } = replaceUpTo(step);
    expect([signal, status], stderr).toEqual(signal === null ? [null, 0] : ['SIGKILL', null]);
    await finishReplacingIfFree(folder); // as a reader does
    await ensureWritableFolder(folder); // as the next writer does
    const isNew = contents()['model.safetensors'] === 'new';
    expect(contents(), `step ${step}`).toEqual(isNew ? whole(TABLES, 'new') : whole(NAMES, 'old'));
    seen.push(signal === null ? 'done' : isNew ? 'new' : 'old');
  }
  // Up to one step it is the old run: the chart's empty file, and the renaming of the folder.
  expect(seen.filter((state) => state === 'old')).toHaveLength(2);
  expect(seen.slice(0, 2)).toEqual(['old', 'old']);
  expect(seen.length).toBeGreaterThan(8);
}, 60_000);

it('is left to the process that is at it', async () => {
  mkdirSync(join(folder, '.fived-replacing'));
  writeFileSync(join(folder, '.fived-replacing', 'metrics.json'), 'new');
  const release = await lockFolder(folder);
  await finishReplacingIfFree(folder);
  expect(readdirSync(folder)).not.toContain('metrics.json');
  release();
  await finishReplacingIfFree(folder);
  expect(contents()).toEqual({ 'metrics.json': 'new' });
});
