import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWholeFile } from './whole-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-whole-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a file that is written piece by piece', () => {
  it('shows nothing until it is whole, and leaves no other file behind', async () => {
    const path = join(folder, 'new', 'a.csv');
    const file = await openWholeFile(path);
    const piece = Buffer.from('one\n');
    await file.write(piece);
    piece.write('two\n');
    expect(readdirSync(join(folder, 'new'))).not.toContain('a.csv');
    await file.write(piece);
    await file.finish();
    await file.discard();
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
    expect(readdirSync(join(folder, 'new'))).toEqual(['a.csv']);
  });

  it('leaves what was there if it is discarded', async () => {
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'before');
    const file = await openWholeFile(path);
    await file.write(Buffer.from('after'));
    await file.discard();
    await file.discard();
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['a.csv']);
  });

  it.skipIf(process.platform === 'win32')('keeps a link to the file, and its permissions', async () => {
    mkdirSync(join(folder, 'real'));
    const real = join(folder, 'real', 'a.csv');
    writeFileSync(real, 'before');
    chmodSync(real, 0o666);
    symlinkSync(join('real', 'a.csv'), join(folder, 'link.csv'));
    const file = await openWholeFile(join(folder, 'link.csv'));
    await file.write(Buffer.from('after'));
    await file.finish();
    expect(readlinkSync(join(folder, 'link.csv'))).toBe(join('real', 'a.csv'));
    expect(readFileSync(real, 'utf8')).toBe('after');
    expect(statSync(real).mode & 0o777).toBe(0o666);
  });

  it('is refused in place of a folder, and below a file', async () => {
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'file'), '');
    await expect(openWholeFile(join(folder, 'inner'))).rejects.toThrow(
      `cannot write ${join(folder, 'inner')}: there is a folder of that name; `,
    );
    await expect(openWholeFile(join(folder, 'file', 'a.csv'))).rejects.toThrow(
      'a part of its path is a file, not a folder',
    );
    expect(readdirSync(folder).sort()).toEqual(['file', 'inner']);
  });

  it.runIf(process.platform === 'linux')('says that it cannot be put in place when its folder is gone', async () => {
    const file = await openWholeFile(join(folder, 'gone', 'a.csv'));
    rmSync(join(folder, 'gone'), { recursive: true });
    await expect(file.finish()).rejects.toThrow(
      `cannot write ${join(folder, 'gone', 'a.csv')}: its folder does not exist (any more)`,
    );
    await file.discard();
  });
});
