import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { toNpy, toNpz } from '../write-npy.js';
import { openTable, readTable } from './read-table.js';

const folder = mkdtempSync(join(tmpdir(), 'fived-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, contents: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
};

const npy = toNpy({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
const npz = toNpz({
  X: { data: Float32Array.of(1, 3), shape: [2, 1] },
  y: { data: Float32Array.of(2, 4), shape: [2] },
});
const table = { columnNames: ['x1', 'y'], values: Float64Array.of(1, 2, 3, 4), rowCount: 2 };

describe('readTable', () => {
  it.each([
    ['data.csv', '1,2\n3,4'],
    ['data.tsv', '1\t2\n3\t4'],
    ['data.tab', '1\t2\n3\t4'],
    ['data.txt', '1 2\n3 4'],
    ['data.dat', '1;2\n3;4'],
    ['data.json', '[[1,2],[3,4]]'],
    ['data.npy', npy],
    ['DATA.NPZ', npz],
  ])('reads %s by its ending', async (name, contents) => {
    expect(await readTable(write(name, contents))).toMatchObject(table);
  });

  it.each([
    ['CSV', '1,2\n3,4'],
    ['JSON', '\n [[1,2],[3,4]]'],
    ['NPY', npy],
    ['NPZ', npz],
  ])('tells %s by its first bytes if there is no ending, or one that says nothing', async (title, contents) => {
    expect(await readTable(write(title, contents))).toMatchObject(table);
    expect(await readTable(write(`${title}.out`, contents))).toMatchObject(table);
    expect(await readTable([typeof contents === 'string' ? Buffer.from(contents) : contents])).toMatchObject({
      ...table,
      source: 'standard input',
    });
  });

  it('reads a stream', async () => {
    expect(await readTable(Readable.from([Buffer.from('1,2\n3'), Buffer.from(',4')]))).toMatchObject(table);
  });

  it.each([
    ['within its rows', 'x,y\n', 'pipe, line 2002, column 1 ("a"): "x" is not a number'],
    ['within its first lines', '', 'pipe: columns 1 and 2 are both named "a"'],
    ['at its first bytes', '', 'pipe holds bytes that are no text'],
  ])('closes an endless stream that is wrong %s', async (place, row, message) => {
    const starts: Readonly<Record<string, string>> = { 'within its first lines': 'a,a\n', 'at its first bytes': '\0' };
    const endless = function* (): Generator<Uint8Array> {
      yield Buffer.from(starts[place] ?? 'a,b\n');
      yield Buffer.from('1,2\n'.repeat(2000) + row);
      for (;;) yield Buffer.from('1,2\n');
    };
    const stream = Readable.from(endless());
    await expect(readTable(stream, { name: 'pipe' })).rejects.toThrow(message);
    expect(stream.destroyed).toBe(true);
  });

  it('reads through a symbolic link', async () => {
    write('real.csv', '1,2\n3,4');
    symlinkSync('real.csv', join(folder, 'link.csv'));
    expect(await readTable(join(folder, 'link.csv'))).toMatchObject(table);
  });

  it('reads a file that is longer than one piece', async () => {
    const rowCount = 20_000;
    const { values } = await readTable(
      write('long.csv', Array.from({ length: rowCount }, (_, i) => `${i},${i / 4}\n`).join('')),
    );
    expect(values).toEqual(Float64Array.from({ length: 2 * rowCount }, (_, i) => (i % 2 === 0 ? i / 2 : (i - 1) / 8)));
  });

  it.each([
    [
      'a NumPy array that is named as text',
      'b.csv',
      npy,
      'b.csv is named .csv but holds a NumPy array (.npy); give it the right ending',
    ],
    [
      'an archive that is named as an array',
      'c.npy',
      npz,
      'c.npy is named .npy but holds a ZIP archive (.npz); give it the right ending',
    ],
    ['text that is named as an array', 'd.npz', '1,2', 'd.npz is named .npz but holds text; give it the right ending'],
    ['UTF-16', 'e.csv', Buffer.from('\ufeff1,2', 'utf16le'), 'e.csv holds UTF-16 text; save it as UTF-8'],
    ['gzip', 'f.csv.gz', gzipSync(Buffer.from('1,2')), 'f.csv.gz holds a gzip archive; unpack it first'],
    [
      'other bytes',
      'g.parquet',
      Buffer.from('PAR1\0\0'),
      'g.parquet holds bytes that are no text; .csv, .tsv, .txt, .json, .npy and .npz are read',
    ],
    [
      'a workbook',
      'h.xlsx',
      Buffer.from('PK\x03\x04 and so on, a ZIP archive'),
      'h.xlsx is not a whole ZIP archive: the directory at its end is missing; was it cut off?',
    ],
    ['an empty file', 'i.csv', '', 'i.csv is empty'],
  ])('refuses %s', async (_title, name, contents, message) => {
    const said = await readTable(write(name, contents)).then(() => 'a table', String);
    // The folder comes before the name, or as much of it as fits.
    expect(said).toMatch(/^Error: [^ ]*\//);
    expect(said.slice(-message.length)).toBe(message);
  });

  it('refuses a pickle with the line of Python that converts it, by its ending and by its first bytes', async () => {
    const advice =
      'is a pickle, which can run any program; if you trust it: python -c "import pickle, numpy; ' +
      "d = pickle.load(open('data.pkl', 'rb')); numpy.savez('data.npz', X=d['X'], y=d['y'])\" " +
      '(of a tuple: X=d[0], y=d[1])';
    await expect(readTable('nowhere.pkl')).rejects.toThrow(new Error(`nowhere.pkl ${advice}`));
    await expect(readTable('nowhere.PICKLE')).rejects.toThrow(new Error(`nowhere.PICKLE ${advice}`));
    await expect(readTable([Uint8Array.of(0x80, 4, 0x95, 0)])).rejects.toThrow(new Error(`standard input ${advice}`));
  });

  it('refuses a file that cannot be read, in one line without a stack of the system', async () => {
    mkdirSync(join(folder, 'dir'));
    symlinkSync('loop.csv', join(folder, 'loop.csv'));
    await expect(readTable('no/such/file.csv')).rejects.toThrow(
      new Error('cannot read no/such/file.csv: there is no such file'),
    );
    await expect(readTable(join(folder, 'dir'))).rejects.toThrow(/^cannot read \S+dir: it is a folder$/);
    await expect(readTable(join(folder, 'loop.csv'))).rejects.toThrow(
      /^cannot read \S+loop\.csv: its symbolic links go round in a circle$/,
    );
    await expect(readTable('a\0b')).rejects.toThrow(new Error('cannot read a\\u{0}b: ERR_INVALID_ARG_VALUE'));
  });

  it('gives of a long path the end, and nothing that a terminal would obey', async () => {
    const long = `${'d'.repeat(100)}/file.csv`;
    await expect(readTable(long)).rejects.toThrow(
      new Error(`cannot read ...${long.slice(-60)}: there is no such file`),
    );
    await expect(readTable('\u001b[2J\n.csv')).rejects.toThrow(
      new Error('cannot read \\u{1b}[2J\\u{a}.csv: there is no such file'),
    );
  });

  it.skipIf(process.platform === 'win32')('reads a named pipe', async () => {
    const path = join(folder, 'pipe.csv');
    execFileSync('mkfifo', [path]);
    const reading = readTable(path);
    writeFileSync(path, '1,2\n3,4');
    expect(await reading).toMatchObject(table);
  });
});

describe('openTable', () => {
  it.each([
    ['open.csv', '1,2\n3,4'],
    ['open.json', '[[1,2],[3,4]]'],
    ['open.npy', npy],
    ['open.npz', npz],
  ])('gives the rows of %s block by block, and how much has been taken', async (name, contents) => {
    const { columnNames, blocks, share, close } = await openTable(write(name, contents));
    const values: number[] = [];
    for await (const block of blocks) values.push(...block);
    expect([columnNames, values, share()]).toEqual([['x1', 'y'], [1, 2, 3, 4], 1]);
    await close();
  });

  it('gives the same rows of a file of many chunks as the whole table has, and knows how far it is', async () => {
    const path = write('many.csv', `a,b\n${Array.from({ length: 30_000 }, (_, i) => `${i},"${i / 8}"\n`).join('')}`);
    const { blocks, share, close } = await openTable(path);
    const values: number[] = [];
    const shares: (number | undefined)[] = [];
    for await (const block of blocks) {
      values.push(...block);
      shares.push(share());
    }
    await close();
    expect(Float64Array.from(values)).toEqual((await readTable(path)).values);
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual(shares.toSorted());
    expect(shares.at(-1)).toBe(1);
  });

  it('can be left early, and closes a stream that never ends, whose length nobody knows', async () => {
    const endless = function* (): Generator<Uint8Array> {
      for (;;) yield Buffer.from('1,2\n'.repeat(1000));
    };
    const stream = Readable.from(endless());
    const { blocks, share, close } = await openTable(stream);
    for await (const block of blocks) {
      expect(block[0]).toBe(1);
      break;
    }
    expect(share()).toBeUndefined();
    await close();
    expect(stream.destroyed).toBe(true);
  });

  it('refuses a file that is too long to be taken whole by its length, and reads none of it', async () => {
    const path = write('sparse.npy', npy);
    truncateSync(path, 2 ** 33); // a hole, which takes no space on most disks
    const before = process.memoryUsage().arrayBuffers;
    await expect(openTable(path)).rejects.toThrow(
      'sparse.npy has more than 2048 MiB, the most of its format; split it, or write it as CSV',
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
  });
});
