import { readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toNpy, toNpz, type NdArray } from '../write-npy.js';
import { readNpz } from './npz.js';

interface Golden {
  readonly npz: readonly { title: string; base64: string; columnNames: string[]; values: (number | null)[] }[];
  readonly zeros: string;
}

// From real NumPy: tools/golden/readers.py
const golden = JSON.parse(readFileSync(new URL('../../golden/readers.json', import.meta.url), 'utf8')) as Golden;

const array = (...shape: number[]): NdArray => ({
  data: new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(0.5),
  shape,
});

/** Stored without compression, so that its contents can be found by their bytes. */
const archive = (entries: Zippable): Uint8Array => zipSync(entries, { level: 0 });
const pair = (): Uint8Array => toNpz({ X: array(2, 2), y: array(2) });
const deflatedPair = (): Uint8Array => zipSync({ 'X.npy': toNpy(array(200, 5)), 'y.npy': toNpy(array(200)) });

const LOCAL = [0x50, 0x4b, 3, 4];
const DIRECTORY = [0x50, 0x4b, 1, 2];
const END = [0x50, 0x4b, 5, 6];

/** Where the nth header of a kind starts. */
const find = (bytes: Uint8Array, signature: readonly number[], nth = 0): number => {
  let place = Buffer.from(bytes).indexOf(Buffer.from(signature));
  for (let i = 0; i < nth; i++) place = Buffer.from(bytes).indexOf(Buffer.from(signature), place + 1);
  return place;
};

/** A copy with a little-endian number of 2 or 4 bytes overwritten. */
const patched = (bytes: Uint8Array, place: number, value: number, width: 2 | 4 = 4): Uint8Array => {
  const copy = Buffer.from(bytes);
  copy.writeUIntLE(value, place, width);
  return copy;
};

describe('an .npz file that NumPy wrote', () => {
  it.each(golden.npz)('gives its columns: $title', ({ base64, columnNames, values }) => {
    const table = readNpz(Buffer.from(base64, 'base64'), 'data.npz');
    expect(table.columnNames).toEqual(columnNames);
    expect(table.rowCount).toBe(values.length / columnNames.length);
    expect(Array.from(table.values)).toEqual(values);
  });

  it('may hold a column of zeros, which shrinks to a thousandth', () => {
    const { rowCount, values } = readNpz(Buffer.from(golden.zeros, 'base64'), 'data.npz');
    expect(rowCount).toBe(20000);
    expect(values.every((value) => value === 0)).toBe(true);
  });
});

describe('an .npz file', () => {
  it('may name its arrays in small letters: x with columns, and y', () => {
    const x = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
    const y = { data: Float32Array.of(5, 6), shape: [2] };
    const capital = readNpz(toNpz({ X: x, y }), 'data.npz');
    expect([...capital.values]).toEqual([1, 2, 5, 3, 4, 6]);
    expect(readNpz(toNpz({ x, y }), 'data.npz')).toEqual(capital);
    expect(readNpz(toNpz({ x, Y: y }), 'data.npz')).toEqual(capital);
    const columns = readNpz(toNpz({ x: y, y }), 'data.npz');
    expect(columns).toMatchObject({ columnNames: ['x', 'y'], hasNames: true });
  });

  it('names columns only if its arrays do', () => {
    expect(readNpz(pair(), 'data.npz')).toMatchObject({ columnNames: ['x1', 'x2', 'y'], hasNames: false });
    expect(readNpz(toNpz({ a: array(2), b: array(2) }), 'data.npz')).toMatchObject({
      columnNames: ['a', 'b'],
      hasNames: true,
    });
  });

  it('may have a comment at its end', () => {
    const bytes = pair();
    const withComment = Buffer.concat([patched(bytes, bytes.length - 2, 5, 2), strToU8('hello')]);
    expect(readNpz(withComment, 'data.npz').rowCount).toBe(2);
  });

  const forms = 'it must hold X (rows, columns) and y (rows,), or arrays of one length, a column each';

  it.each([
    [
      'y of another length',
      toNpz({ X: array(3, 2), y: array(2) }),
      'data.npz: X has the shape (3, 2) and y (2,); y must be of shape (3,)',
    ],
    [
      'y of two columns',
      toNpz({ X: array(3, 2), y: array(3, 2) }),
      'data.npz: X has the shape (3, 2) and y (3, 2); y must be of shape (3,)',
    ],
    ['columns of other lengths', toNpz({ a: array(3), b: array(4) }), `data.npz holds "a" (3,), "b" (4,); ${forms}`],
    [
      'several tables',
      toNpz({ X_train: array(3, 2), y_train: array(3), X_test: array(1, 2), y_test: array(1) }),
      `data.npz holds "X_train" (3, 2), "y_train" (3,) and 2 more; ${forms}`,
    ],
    ['no rows', toNpz({ X: array(0, 2), y: array(0) }), 'data.npz has no rows of numbers'],
    [
      'other files',
      archive({ '[Content_Types].xml': strToU8('<x/>') }),
      `data.npz is a ZIP archive without .npy arrays (it holds "[Content_Types].xml"); ${forms}`,
    ],
    ['nothing', archive({}), `data.npz is a ZIP archive without .npy arrays (it holds nothing); ${forms}`],
    [
      'an array that is none',
      archive({ 'X.npy': strToU8('1,2') }),
      'data.npz, array "X" is not a .npy file: it starts with 31 2c 32, not with 93 4e 55 4d 50 59',
    ],
    [
      'a file that is none',
      strToU8('x1,x2,y\n1,2,3\n4,5,6\n7,8,9'),
      'data.npz is not a whole ZIP archive: the directory at its end is missing; was it cut off?',
    ],
    ['a file of few bytes', strToU8('PK'), 'data.npz is not a whole ZIP archive: it has only 2 bytes'],
  ])('is refused: %s', (_title, bytes, message) => {
    expect(() => readNpz(bytes, 'data.npz')).toThrow(new Error(message));
  });
});

describe('an archive that lies', () => {
  const whole = 'data.npz is not a whole ZIP archive: ';
  const stored = pair();
  const deflated = deflatedPair();
  const xBytes = toNpy(array(2, 2)).length;
  const deflatedBytes = new DataView(deflated.buffer).getUint32(find(deflated, LOCAL) + 18, true);
  const damaged =
    'data.npz, entry "X.npy" is damaged: its contents do not have the size and the checksum that are stated';

  const shortened = (): Uint8Array => {
    const place = find(deflated, DIRECTORY);
    const crc = crc32(toNpy(array(200, 5)).subarray(0, 100));
    return patched(patched(deflated, place + 24, 100), place + 16, crc);
  };

  /** Both entries are named X.npy, in the directory and in their own headers. */
  const twice = (): Uint8Array => {
    const name = new DataView(Uint8Array.from(strToU8('X.')).buffer).getUint16(0, true);
    return patched(patched(stored, find(stored, DIRECTORY, 1) + 46, name, 2), find(stored, LOCAL, 1) + 30, name, 2);
  };

  it.each([
    ['a cut end', stored.subarray(0, -1), `${whole}the directory at its end is missing; was it cut off?`],
    [
      'bytes after its end',
      Buffer.concat([stored, strToU8('x')]),
      `${whole}the directory at its end is missing; was it cut off?`,
    ],
    [
      'a directory beyond the end',
      patched(stored, find(stored, END) + 16, stored.length),
      `${whole}its directory is said to start after its end`,
    ],
    [
      'more entries than there are',
      patched(stored, find(stored, END) + 10, 3, 2),
      `${whole}its directory holds 2 entries, not 3`,
    ],
    [
      'ZIP64',
      patched(stored, find(stored, END) + 16, 0xffffffff),
      'data.npz is an archive of more than 2 GiB (ZIP64); at most 1073741824 bytes are read: split the file',
    ],
    // numpy.savez_compressed of more than 2 GiB of zeros fits into some MB.
    ...[20, 24, 42].map((place): [string, Uint8Array, string] => [
      `ZIP64 in an entry's number at ${place}`,
      patched(stored, find(stored, DIRECTORY) + place, 0xffffffff),
      'data.npz, entry "X.npy" is of more than 2 GiB (ZIP64); at most 1073741824 bytes are read: split the file',
    ]),
    [
      'an entry that is not there',
      patched(stored, find(stored, DIRECTORY) + 42, 7),
      `${whole}there is no entry "X.npy" where its directory says`,
    ],
    [
      'an entry beyond the end',
      patched(stored, find(stored, DIRECTORY) + 42, 0xfffffff0),
      `${whole}there is no entry "X.npy" where its directory says`,
    ],
    [
      'an entry of another name',
      patched(stored, find(stored, LOCAL) + 30, 0x6161, 2),
      `${whole}there is no entry "X.npy" where its directory says`,
    ],
    [
      'contents beyond the end',
      patched(stored, find(stored, DIRECTORY) + 20, 5000),
      `${whole}entry "X.npy" goes on after its end`,
    ],
    ['two entries of one name', twice(), `${whole}there are two entries "X.npy"`],
    [
      'two entries that share bytes',
      patched(stored, find(stored, DIRECTORY) + 20, xBytes + 50),
      `${whole}two entries share bytes`,
    ],
    [
      'encryption',
      patched(stored, find(stored, DIRECTORY) + 8, 1, 2),
      'data.npz, entry "X.npy" is encrypted; write it without a password',
    ],
    [
      'another compression',
      patched(stored, find(stored, DIRECTORY) + 10, 12, 2),
      'data.npz, entry "X.npy" is compressed by method 12; stored and deflated ones are read',
    ],
    [
      'another size of stored contents',
      patched(stored, find(stored, DIRECTORY) + 24, 5),
      `data.npz, entry "X.npy" states 5 bytes, but ${xBytes} bytes cannot hold them`,
    ],
    [
      'terabytes',
      patched(deflated, find(deflated, DIRECTORY) + 24, 0xfffffffe),
      `data.npz, entry "X.npy" states 4294967294 bytes, but ${deflatedBytes} bytes cannot hold them`,
    ],
    ['a size that is too small', patched(deflated, find(deflated, DIRECTORY) + 24, 100), damaged],
    ['a size and a checksum of the first bytes alone', shortened(), damaged],
    ['a size that is too large', patched(deflated, find(deflated, DIRECTORY) + 24, 5000), damaged],
    ['a checksum of other contents', patched(stored, find(stored, DIRECTORY) + 16, 12345), damaged],
    ['a changed bit', patched(stored, find(stored, LOCAL) + 35 + xBytes - 2, 0x3f01, 2), damaged],
    ['deflated contents that are none', patched(deflated, find(deflated, LOCAL) + 35, 0xffff, 2), damaged],
  ])('is refused: %s', (_title, bytes, message) => {
    expect(() => readNpz(bytes, 'data.npz')).toThrow(new Error(message));
  });

  /** An archive of zeros, by Node's own DEFLATE, which is faster. Its checksum would be checked later than its size. */
  const bombOf = (name: string, byteCount: number): Uint8Array => {
    const bytes = archive({ [name]: deflateRawSync(new Uint8Array(byteCount)) });
    const directory = find(bytes, DIRECTORY);
    return patched(patched(bytes, directory + 10, 8, 2), directory + 24, byteCount);
  };

  it('is refused if it is a bomb, before it is inflated', () => {
    const bomb = bombOf('X.npy', 70 * 2 ** 20);
    expect(() => readNpz(bomb, 'data.npz')).toThrow(
      new Error(
        `data.npz grows from ${bomb.length} to 73400320 bytes, more than 200 times; ` +
          'if it is meant, write it with numpy.savez, uncompressed',
      ),
    );
  });

  it('is refused if its entries are harmless one by one but not together', () => {
    const one = bombOf('aa.npy', 40 * 2 ** 20);
    const directory = find(one, DIRECTORY);
    const local = one.subarray(0, directory);
    const entry = one.subarray(directory, find(one, END));
    const renamed = (bytes: Uint8Array, place: number, i: number): Uint8Array => patched(bytes, place, 0x6161 + i, 2);
    const locals = [0, 1].map((i) => renamed(local, 30, i));
    const entries = [0, 1].map((i) => patched(renamed(entry, 46, i), 42, i * local.length));
    const end = patched(patched(one.subarray(find(one, END)), 10, 2, 2), 16, 2 * local.length);
    const bomb = Buffer.concat([...locals, ...entries, end]);
    expect(() => readNpz(bomb, 'data.npz')).toThrow(
      `data.npz grows from ${bomb.length} to ${80 * 2 ** 20} bytes, more than 200 times`,
    );
  });

  it('is refused if it holds more than fits, before any of it is inflated', () => {
    const large = archive({ 'X.npy': new Uint8Array(6e6) });
    const directory = find(large, DIRECTORY);
    const lying = patched(patched(large, directory + 10, 8, 2), directory + 24, 1.15e9);
    expect(() => readNpz(lying, 'data.npz')).toThrow(
      new Error('data.npz holds 1150000000 bytes, at most 1073741824 are read; split the file'),
    );
  });
});
