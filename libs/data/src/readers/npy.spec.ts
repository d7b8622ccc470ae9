import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readNpy, readNpyArray } from './npy.js';
import { NPY_MAGIC } from './npy-header.js';

interface Golden {
  readonly npy: readonly { title: string; base64: string; shape: number[]; values: (number | null)[] }[];
  readonly refused: readonly { title: string; base64: string }[];
}

// From real NumPy: tools/golden/readers.py
const golden = JSON.parse(readFileSync(new URL('../../golden/readers.json', import.meta.url), 'utf8')) as Golden;

/** A file of version 1 with any text for its header. */
const npyFile = (header: string, valueBytes: number): Uint8Array =>
  Buffer.concat([
    NPY_MAGIC,
    Uint8Array.of(1, 0, header.length & 255, header.length >> 8),
    Buffer.from(header),
    new Uint8Array(valueBytes),
  ]);

const header = (descr: string, shape: string, order = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe('an array that NumPy wrote', () => {
  it.each(golden.npy)("has NumPy's values: $title", ({ base64, shape, values }) => {
    const array = readNpyArray(Buffer.from(base64, 'base64'), 'data.npy');
    expect(array.shape).toEqual(shape);
    expect(Array.from(array.data, (value) => (Number.isNaN(value) ? null : value))).toEqual(values);
  });

  const kinds =
    "; floats of 4 or 8 bytes and whole numbers are read: write it with numpy.save(file, array.astype('f8'))";
  const shapes = '; only (rows,) and (rows, columns) are read';
  const messages: Readonly<Record<string, string>> = {
    float16: `data.npy has an array of type "<f2"${kinds}`,
    complex128: `data.npy has an array of type "<c16"${kinds}`,
    bool: `data.npy has an array of type "|b1"${kinds}`,
    text: `data.npy has an array of type "<U2"${kinds}`,
    'a structure': `data.npy has an array of type "[(a, <f4), (b, <f8)]"${kinds}`,
    objects: `data.npy has an array of Python objects${kinds}`,
    'no dimension': `data.npy has an array of shape ()${shapes}`,
    'three dimensions': `data.npy has an array of shape (2, 3, 4)${shapes}`,
    'no rows': 'data.npy has no rows of numbers',
    'no columns': 'data.npy has no rows of numbers',
  };

  it.each(golden.refused)('is refused: $title', ({ title, base64 }) => {
    expect(() => readNpy(Buffer.from(base64, 'base64'), 'data.npy')).toThrow(new Error(messages[title]));
  });
});

describe('a .npy file', () => {
  it('gives x1, x2, ... and y', () => {
    const table = readNpy(npyFile(header('<f8', '(2, 3)'), 48), 'data.npy');
    expect(table).toEqual({
      source: 'data.npy',
      columnNames: ['x1', 'x2', 'y'],
      hasNames: false,
      values: new Float64Array(6),
      rowCount: 2,
    });
  });

  it("may have its header's items in any order, and the long whole numbers of Python 2", () => {
    expect(
      readNpyArray(npyFile("{'shape': (2L, 3L), 'fortran_order': True, 'descr': '<f4'}", 24), 'data.npy').shape,
    ).toEqual([2, 3]);
  });

  it('may lie anywhere in its buffer', () => {
    const file = Uint8Array.from([...npyFile(header('|u1', '(2,)'), 0), 7, 9]);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(readNpyArray(shifted.subarray(3), 'data.npy').data).toEqual(Float64Array.of(7, 9));
  });

  const items = 'data.npy: the header of a .npy file states descr, fortran_order and shape, each once, not ';
  const claims = (shape: string, bytes: number | string): string =>
    `data.npy states an array of shape ${shape} and 8 bytes a value, ${bytes} bytes, but holds 48`;

  it.each([
    ['nothing', new Uint8Array(0), 'data.npy is not a .npy file: it starts with nothing, not with 93 4e 55 4d 50 59'],
    [
      'other bytes',
      Buffer.from('x,y'),
      'data.npy is not a .npy file: it starts with 78 2c 79, not with 93 4e 55 4d 50 59',
    ],
    ['the magic alone', NPY_MAGIC, 'data.npy is a .npy file of version undefined; versions 1, 2 and 3 are read'],
    [
      'a later version',
      Uint8Array.of(...NPY_MAGIC, 4, 0, 0, 0),
      'data.npy is a .npy file of version 4; versions 1, 2 and 3 are read',
    ],
    [
      'an end before the header',
      Uint8Array.of(...NPY_MAGIC, 2, 0, 9),
      'data.npy ends within its header, after 9 bytes',
    ],
    [
      'a header of 4 GB',
      Uint8Array.of(...NPY_MAGIC, 2, 0, 255, 255, 255, 255),
      'data.npy states a header of 4294967295 bytes; the file has 12, and at most 10000 are read',
    ],
    [
      'a very long header',
      npyFile(header('<f8', '(1,)').padEnd(20_000), 8),
      'data.npy states a header of 20000 bytes; the file has 20018, and at most 10000 are read',
    ],
    [
      'a header beyond its end',
      Uint8Array.of(...NPY_MAGIC, 1, 0, 118, 0),
      'data.npy states a header of 118 bytes; the file has 10, and at most 10000 are read',
    ],
    [
      'a program',
      npyFile("{'descr': __import__('os').system('id')}", 8),
      `${items}"{'descr': __import__('os').sys..."`,
    ],
    ['no shape', npyFile("{'descr': '<f8', 'fortran_order': False}", 8), `${items}"{'descr': '<f8', 'fortran_orde..."`],
    [
      'the shape twice',
      npyFile(header('<f8', '(1,)').replace('}\n', "'shape': (1,)}"), 8),
      `${items}"{'descr': '<f8', 'fortran_orde..."`,
    ],
    [
      'text after the header',
      npyFile(header('<f8', '(1,)').replace('\n', '; 1'), 8),
      `${items}"{'descr': '<f8', 'fortran_orde..."`,
    ],
    [
      'an order that is none',
      npyFile(header('<f8', '(6,)', '(1,)'), 48),
      'data.npy: fortran_order in the header must be True or False, not "(1,)"',
    ],
    [
      'a shape that is none',
      npyFile(header('<f8', '(2 3)'), 48),
      'data.npy has an array of shape (2 3); only (rows,) and (rows, columns) are read',
    ],
    [
      'no byte order',
      npyFile(header('|f8', '(6,)'), 48),
      'data.npy has an array of type "|f8"; floats of 4 or 8 bytes and whole numbers are read: ' +
        "write it with numpy.save(file, array.astype('f8'))",
    ],
    ['too few values', npyFile(header('<f8', '(7,)'), 48), claims('(7,)', 56)],
    ['too many values', npyFile(header('<f8', '(5,)'), 48), claims('(5,)', 40)],
    ['terabytes', npyFile(header('<f8', '(1000000000000, 5)'), 48), claims('(1000000000000, 5)', 4e13)],
    [
      'a product that overflows',
      npyFile(header('<f8', '(999999999999999, 999999999999999)'), 48),
      claims('(999999999999999, 999999999999999)', 8 * 999999999999999 * 999999999999999),
    ],
    [
      'a length beyond all numbers',
      npyFile(header('<f8', '(99999999999999999999, 1)'), 48),
      'data.npy has an array of shape (99999999999999999999, 1); only (rows,) and (rows, columns) are read',
    ],
    ['very many rows of nothing', npyFile(header('|i1', '(999999999999999, 0)'), 0), 'data.npy has no rows of numbers'],
    [
      'very many columns',
      npyFile(header('|i1', '(1, 20000)'), 20000),
      'data.npy has 20000 columns, at most 10000 are read; is it a table of numbers, a row a line?',
    ],
  ])('is refused: %s', (_title, bytes, message) => {
    expect(() => readNpy(bytes, 'data.npy')).toThrow(new Error(message));
  });
});
