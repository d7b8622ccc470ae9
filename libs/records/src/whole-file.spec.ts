import { spawn, spawnSync } from 'node:child_process';
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
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureWritableFolder, openWholeFile, writeFileWhole } from './whole-file.js';

const MOUNT_SMALL_DISK = 'mount -t tmpfs -o size=64k tmpfs "$0"';

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

describe('writeFileWhole', () => {
  it('writes text and bytes, replaces a file, and leaves no other file behind', async () => {
    const path = join(folder, 'a.json');
    await writeFileWhole(path, 'first, and longer');
    await writeFileWhole(path, 'zwölf');
    expect(readFileSync(path, 'utf8')).toBe('zwölf');
    await writeFileWhole(path, new Uint8Array([0, 255, 128]));
    expect([...readFileSync(path)]).toEqual([0, 255, 128]);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('never shows a reader a part of a file', async () => {
    const path = join(folder, 'a.txt');
    const texts = ['a', 'b'].map((letter) => letter.repeat(1_000_000));
    await writeFileWhole(path, texts[0]);
    const seen = new Set<string>();
    const reader = setInterval(() => seen.add(readFileSync(path, 'utf8')));
    for (let turn = 0; turn < 20; turn += 1) await writeFileWhole(path, texts[turn % 2]);
    clearInterval(reader);
    expect([...seen].filter((text) => !texts.includes(text))).toEqual([]);
    expect(seen.size).toBeGreaterThan(0);
  });

  it('says which file, why and what to do', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'inner'));
    const inFile = join(folder, 'file', 'a.json');
    const missing = join(folder, 'missing', 'a.json');
    await expect(writeFileWhole(inFile, '')).rejects.toThrow(`cannot write ${inFile}: a part of its path is a file`);
    await expect(writeFileWhole(missing, '')).rejects.toThrow(`cannot write ${missing}: its folder does not exist`);
    await expect(writeFileWhole(join(folder, 'inner'), '')).rejects.toThrow('there is a folder of that name');
    expect(readdirSync(folder).sort()).toEqual(['file', 'inner']);
  });

  // A full disk makes write(2) come up short. A small tmpfs in its own mount namespace acts as one, where the system
  // allows it.
  it.skipIf(spawnSync('unshare', ['-rm', 'sh', '-c', MOUNT_SMALL_DISK, tmpdir()]).status !== 0)(
    'keeps the old file and no other when the disk is full',
    () => {
      const library = pathToFileURL(join(import.meta.dirname, '../dist/index.js')).href;
      const program = `
        import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
        import { writeFileWhole } from ${JSON.stringify(library)};
        process.chdir(process.argv[1]);
        writeFileSync('a.json', 'old');
        await writeFileWhole('a.json', 'x'.repeat(100_000)).catch((error) => { console.log(error.message); });
        console.log(readdirSync('.').join(), readFileSync('a.json', 'utf8').slice(0, 10));
      `;
      const shell = `${MOUNT_SMALL_DISK} && exec "$1" --input-type=module -e "$2" "$0"`;
      const child = spawnSync('unshare', ['-rm', 'sh', '-c', shell, folder, process.execPath, program], {
        encoding: 'utf8',
      });
      expect(child.stdout.split('\n')).toEqual([
        'cannot write a.json: no space is left on the disk; free some, or choose a folder on another disk (ENOSPC)',
        'a.json old',
        '',
      ]);
    },
  );
});

describe('ensureWritableFolder', () => {
  it('creates a folder and those above it, and leaves nothing in it', async () => {
    const path = join(folder, 'a', 'b');
    await ensureWritableFolder(path);
    await ensureWritableFolder(path);
    expect(readdirSync(path)).toEqual([]);
  });

  it('says which folder cannot be created, why and what to do', async () => {
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'b');
    await expect(ensureWritableFolder(path)).rejects.toThrow(
      `cannot create the folder ${path}: there is a file where the folder should be`,
    );
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'refuses a folder that takes no files',
    async () => {
      mkdirSync(join(folder, 'closed'), { mode: 0o555 });
      await expect(ensureWritableFolder(join(folder, 'closed'))).rejects.toThrow('permission denied');
    },
  );
});

describe.runIf(process.platform !== 'win32')('an unfinished file', () => {
  const library = pathToFileURL(join(import.meta.dirname, '../dist/index.js')).href;
  const program = `
    import { openWholeFile } from ${JSON.stringify(library)};
    await (await openWholeFile(process.argv[1])).write(Buffer.from('a part'));
    setInterval(() => undefined, 1000);
    console.log('written');
  `;
  const writing = async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, join(folder, 'a.csv')]);
    const ended = new Promise((done) => {
      child.on('exit', (code, signal) => {
        done(code ?? signal);
      });
    });
    await new Promise((done) => child.stdout.once('data', done));
    return { child, ended };
  };

  // What shells give for these signals.
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('goes with its process when %s ends it, with exit code %d', async (signal, code) => {
    const { child, ended } = await writing();
    expect(readdirSync(folder)).toHaveLength(1);
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is left alone while its process runs, and removed by the next writer once that was killed', async () => {
    const { child, ended } = await writing();
    const unfinished = readdirSync(folder);
    await ensureWritableFolder(folder);
    expect(readdirSync(folder)).toEqual(unfinished);
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(folder)).toEqual(unfinished);
    await ensureWritableFolder(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});
