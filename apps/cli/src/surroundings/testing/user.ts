/**
 * For tests only: a folder with rows and a trained model, as a user has them, for the compiled command in odd
 * surroundings.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import type { Ended } from '../../testing/command.js';
import { fivedHereIn } from '../../testing/run-here.js';
import { tableRows, toText } from '../../testing/user-files.js';

/** Options of a training that takes a fraction of a second. */
export const BRIEFLY = ['--epochs', '2', '--hidden', '4', '--ensemble', '1', '--jobs', '1'];
export const QUICK_TRAINING = [...BRIEFLY, '--no-charts'];
export const QUICK_SWEEP = ['--sizes', '40', '--runs', '1', '--epochs', '2', '--hidden', '4'];
export const QUICK_PROFILE = ['-n', '40', '--runs', '1', '--epochs', '2', '--hidden', '4'];
const ROWS = 120;
/** Each command costs half a second, so `npm test` tries some of them, and `npm run test:long` tries all. */
export const TRY_ALL = inject('campaign') !== 'short';
/** A busy machine needs a tenth of this. */
export const HOOK_TIMEOUT_MS = TRY_ALL ? 1_200_000 : 120_000;

/** The cases whose names are in `names`, or all cases. */
export const someOf = <Case extends readonly [name: string, ...rest: unknown[]]>(
  cases: readonly Case[],
  names: readonly string[],
): readonly Case[] => (TRY_ALL ? cases : cases.filter(([name]) => names.includes(name)));

/** Makes a new folder with `rows.csv` and, in `run`, a model of it. */
export async function userFolder(name: string): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `fived ${name} `)));
  writeFileSync(join(folder, 'rows.csv'), toText(tableRows(ROWS)));
  const { code, stderr } = await fivedHereIn(folder, ['train', 'rows.csv', ...QUICK_TRAINING, '--out', 'run']);
  expect(code, stderr).toBe(0);
  return folder;
}

/**
 * Makes a new folder inside, which sees the same rows, model and results. So tests that run side by side do not meet.
 */
export function placeIn(folder: string): string {
  const place = mkdtempSync(join(folder, 'place-'));
  for (const name of ['rows.csv', 'many.csv', 'run', 'results']) {
    if (existsSync(join(folder, name))) symlinkSync(join('..', name), join(place, name));
  }
  return place;
}

/** Everything below a folder: the bytes of each file by its path, as text that differs wherever the bytes do. */
export const filesBelow = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')]),
  );

/** Expects that the command failed, and that its last words are one line of ours that matches `what`. */
export function expectOneLine({ code, stderr }: Pick<Ended, 'code' | 'stderr'>, what: RegExp): void {
  expect(code, stderr).toBe(1);
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  expect(last).toMatch(/^fived(-plots)?: /);
  expect(last).toMatch(what);
  expect(stderr).not.toMatch(/^ +at /m); // no stack
}
