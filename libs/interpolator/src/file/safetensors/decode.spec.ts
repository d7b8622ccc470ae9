import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode.js';
import { encodeSafetensors } from './encode.js';
import { requireFinite } from './tensor.js';
import { assemble } from './testing/mutate.js';

const SOURCE = 'model.safetensors';

/** A file with this header text, and a buffer of this many bytes. */
const file = (header: string, bufferBytes = 0): Uint8Array =>
  assemble(new TextEncoder().encode(header), new Uint8Array(bufferBytes));
const entry = (shape = '[2]', offsets = '[0,8]', dtype = '"F32"'): string =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}`;
const named = (name: string, ...parts: Parameters<typeof entry>): string => `{${name}:${entry(...parts)}}`;

const expectError = (bytes: Uint8Array, message: string): void => {
  expect(() => decodeSafetensors(bytes, SOURCE)).toThrow(new Error(`${SOURCE}: ${message}`));
};

const headerOf = (length: bigint, followingBytes: number): Uint8Array =>
  assemble(new Uint8Array(), new Uint8Array(followingBytes), length);

describe('decodeSafetensors', () => {
  it('gives copies, which outlive the bytes of the file', () => {
    const bytes = encodeSafetensors(
      new Map([['w', { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) }]]),
      new Map(),
    );
    const { tensors } = decodeSafetensors(bytes, SOURCE);
    bytes.fill(0);
    expect([...(tensors.get('w')?.data ?? [])]).toEqual([1, 2]);
  });

  it('takes tensors in any order in the buffer, entries in any order of keys, and blanks between tokens', () => {
    const header =
      '{ "b" : {"data_offsets":[4, 8],\n' +
      '"shape":[1],"dtype":"U32"},\t"a":{"shape":[],"dtype":"F32","data_offsets":[0,4]} } \r\n ';
    const { tensors } = decodeSafetensors(file(header, 8), SOURCE);
    expect([...tensors.keys()]).toEqual(['b', 'a']);
  });

  it('takes names that objects have already, and the same name once as a tensor and once in the metadata', () => {
    const header =
      '{"__metadata__":{"__proto__":"x","toString":"y"},' +
      `"__proto__":${entry()},"constructor":${entry('[0]', '[8,8]')}}`;
    const { tensors, metadata } = decodeSafetensors(file(header, 8), SOURCE);
    expect([...tensors.keys()]).toEqual(['__proto__', 'constructor']);
    expect([...metadata]).toEqual([
      ['__proto__', 'x'],
      ['toString', 'y'],
    ]);
  });

  it.each([
    [new Uint8Array(), 'a safetensors file begins with 8 bytes for the length of its header, this has 0'],
    [new Uint8Array(7), 'a safetensors file begins with 8 bytes for the length of its header, this has 7'],
    [headerOf(2n ** 64n - 1n, 236), 'header: said to be 18446744073709551615 bytes long, but only 236 follow'],
    [headerOf(2n ** 53n + 1n, 236), 'header: said to be 9007199254740993 bytes long, but only 236 follow'],
    [headerOf(2n ** 42n, 236), 'header: said to be 4398046511104 bytes long, but only 236 follow'],
    [headerOf(3n, 2), 'header: said to be 3 bytes long, but only 2 follow'],
    [headerOf(2n ** 22n + 1n, 2 ** 22 + 1), 'header: 4194305 bytes long, the most that is read is 4194304'],
    [assemble(Uint8Array.of(0x7b, 0xff, 0x7d), new Uint8Array()), 'header: not UTF-8'],
    [assemble(Uint8Array.of(0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22), new Uint8Array()), 'header: not UTF-8'],
  ])('refuses what is no header at all (case %#)', expectError);

  it.each([
    ['', 'header: must begin with {, begins with ""'],
    [' {}', 'header: must begin with {, begins with " {}"'],
    ['\ufeff{}', 'header: must begin with {, begins with "\\u{feff}{}"'],
    ['[]', 'header: must begin with {, begins with "[]"'],
    ['{', 'header: expected a string at character 1 of the header, found its end'],
    ['{}x', 'header: expected only blanks after the closing } at character 2 of the header, found "x"'],
    ['{}\u0000', 'header: expected only blanks after the closing } at character 2 of the header, found "\\u{0}"'],
    ['{"a"}', 'header: expected : at character 4 of the header, found "}"'],
    [
      '{"a',
      'header: expected a string of JSON, closed and without bad escapes, at character 1 of the header, found "\\"a"',
    ],
    [
      '{"\\x":1}',
      'header: expected a string of JSON, closed and without bad escapes, ' +
        'at character 1 of the header, found "\\"\\\\x\\":1}"',
    ],
    ['{a:1}', 'header: expected a string at character 1 of the header, found "a:1}"'],
    [`{"a":${entry('[0]', '[0,0]')},}`, 'header: expected a string at character 54 of the header, found "}"'],
    [`{"a":${entry('[0]', '[0,0]')} "b"`, 'header: expected , or } at character 54 of the header, found "\\"b\\""'],
    ['{"a":null}', 'tensor "a": expected { at character 5 of the header, found "null}"'],
    ['{"a":[]}', 'tensor "a": expected { at character 5 of the header, found "[]}"'],
    ['{"a":{}}', 'tensor "a": has no dtype'],
    ['{"a":{"dtype":"U8"}}', 'tensor "a": has no shape'],
    ['{"a":{"dtype":"U8","shape":[]}}', 'tensor "a": has no data_offsets'],
    ['{"a":{"a":{"a":{"a":{}}}}}', 'tensor "a": has the key "a"; only dtype, shape and data_offsets are known'],
    ['{"a":{"dtype":4}}', 'tensor "a", dtype: expected a string at character 14 of the header, found "4}}"'],
    ['{"a":{"dtype":"F16"}}', 'tensor "a": the dtype "F16" is not read here, only F64, F32, I32, U32, U8'],
    ['{"a":{"dtype":"toString"}}', 'tensor "a": the dtype "toString" is not read here, only F64, F32, I32, U32, U8'],
    ['{"a":{"shape":"[2]"}}', 'tensor "a", shape: expected [ at character 14 of the header, found "\\"[2]\\"}}"'],
    ['{"a":{"data_offsets":[0]', 'tensor "a": expected , or } at character 24 of the header, found its end'],
    [
      '{"a":{"data_offsets":[0,1,2]',
      'tensor "a", data_offsets: has more than 2 numbers, the most that may stand there',
    ],
    [named('"a"', '[2]', '[0]'), 'tensor "a": data_offsets holds 1 of the 2 numbers it needs'],
    [named('"a"', '[2]', '[]'), 'tensor "a": data_offsets holds 0 of the 2 numbers it needs'],
    [
      named('"a"', `[${'1,'.repeat(64)}1]`),
      'tensor "a", shape: has more than 64 numbers, the most that may stand there',
    ],
    ['{"a\\u0007b":1}', 'header: the key "a\\u{7}b" holds a control character'],
    ['{"a\u009bb":1}', 'header: the key "a\\u{9b}b" holds a control character'],
    ['{"\\ud800":1}', 'header: the key "\\u{d800}" holds half of a surrogate pair'],
    [`{"a":${entry('[0]', '[0,0]')},"\\u0061":1}`, 'header: the key "a" is there twice'],
    ['{"__metadata__":{},"__metadata__":{}}', 'header: the key "__metadata__" is there twice'],
    ['{"__metadata__":{"k":"1","k":"2"}}', 'metadata: the key "k" is there twice'],
    ['{"a":{"dtype":"U8","dtype":"U8"}}', 'tensor "a": the key "dtype" is there twice'],
    ['{"__metadata__":null}', 'metadata: expected { at character 16 of the header, found "null}"'],
    ['{"__metadata__":{"k":1}}', 'metadata "k": expected a string at character 21 of the header, found "1}}"'],
    [
      '{"__metadata__":{"k":{"l":"m"}}}',
      'metadata "k": expected a string at character 21 of the header, found "{\\"l\\":\\"m\\"}}}"',
    ],
    ['{"__metadata__":{"k":"\\udc00"}}', 'metadata "k": its text holds half of a surrogate pair'],
  ])('refuses the header %j', (header, message) => {
    expectError(file(header), message);
  });

  it.each([
    '-1',
    '-0',
    '1.0',
    '0.5',
    '1e3',
    '01',
    '+1',
    'NaN',
    'Infinity',
    '"2"',
    'null',
    '[2]',
    '',
    '9007199254740992',
    '9'.repeat(400),
  ])('refuses %j as a length in a shape, and as an offset', (number) => {
    const expected =
      /^model\.safetensors: tensor "a", (shape|data_offsets): expected a whole number from 0 to 9007199254740991 at character \d+ of the header, found "[^\n]{1,40}"$/;
    expect(() => decodeSafetensors(file(named('"a"', `[1,${number}]`), 8), SOURCE)).toThrow(expected);
    expect(() => decodeSafetensors(file(named('"a"', '[2]', `[0,${number}]`), 8), SOURCE)).toThrow(expected);
  });

  it.each([
    [named('"a"', '[2]', '[8,0]'), 8, 'tensor "a": data_offsets [8, 0] end before they begin'],
    [named('"a"', '[2]', '[0,8]'), 7, 'tensor "a": data_offsets [0, 8] reach beyond the 7 bytes after the header'],
    [
      named('"a"', '[2]', '[0,9007199254740991]'),
      8,
      'tensor "a": data_offsets [0, 9007199254740991] reach beyond the 8 bytes after the header',
    ],
    [named('"a"', '[3]'), 8, 'tensor "a": F32 of shape [3] asks for 12 bytes, but data_offsets [0, 8] span 8'],
    [
      named('"a"', '[2]', '[0,8]', '"F64"'),
      8,
      'tensor "a": F64 of shape [2] asks for 16 bytes, but data_offsets [0, 8] span 8',
    ],
    [named('"a"', '[]'), 8, 'tensor "a": F32 of shape [] asks for 4 bytes, but data_offsets [0, 8] span 8'],
    [named('"a"', '[0,3]'), 8, 'tensor "a": F32 of shape [0, 3] asks for 0 bytes, but data_offsets [0, 8] span 8'],
    // Products that give 2 in 64 bits, and 0 in 32. Neither may pass for the small number.
    [
      named('"a"', '[4294967297,4294967296,2]'),
      8,
      'tensor "a": the shape [4294967297, 4294967296, 2] asks for more than 9007199254740991 values',
    ],
    [
      named('"a"', '[4294967296]', '[0,0]'),
      0,
      'tensor "a": F32 of shape [4294967296] asks for 17179869184 bytes, but data_offsets [0, 0] span 0',
    ],
    [
      named('"a"', '[0,9007199254740991,2]', '[0,0]'),
      0,
      'tensor "a": the shape [0, 9007199254740991, 2] asks for more than 9007199254740991 values',
    ],
    [
      named('"a"', `[${'9007199254740991,'.repeat(63)}1]`),
      8,
      'tensor "a": the shape [9007199254740991, 9007199254740991, 9007...] asks for more than 9007199254740991 values',
    ],
    [
      named('"a"', '[2]', '[4,12]'),
      12,
      'tensor "a": begins at byte 4 of the buffer, 4 after the end of the header: no byte may be left out',
    ],
    [named('"a"'), 9, 'left over behind "a": 1 of the 9 bytes after the header; each must belong to a tensor'],
    ['{}', 3, 'left over behind the header: 3 of the 3 bytes after the header; each must belong to a tensor'],
    [`{"b":${entry()},"a":${entry()}}`, 8, 'tensor "a": begins at byte 0 of the buffer, inside "b", which ends at 8'],
    [
      `{"b":${entry('[2]', '[4,12]')},"a":${entry()}}`,
      12,
      'tensor "b": begins at byte 4 of the buffer, inside "a", which ends at 8',
    ],
    [
      `{"b":${entry('[2]', '[9,17]')},"a":${entry()}}`,
      17,
      'tensor "b": begins at byte 9 of the buffer, 1 after the end of "a": no byte may be left out',
    ],
    [
      `{"e":${entry('[0]', '[4,4]')},"a":${entry()}}`,
      8,
      'tensor "e": begins at byte 4 of the buffer, inside "a", which ends at 8',
    ],
  ])('refuses %s over %i bytes', (header, bufferBytes, message) => {
    expectError(file(header, bufferBytes), message);
  });

  it('takes empty tensors at the ends of others', () => {
    const header =
      `{"e":${entry('[0]', '[8,8]')},"a":${entry()},` +
      `"f":${entry('[5,0]', '[0,0]')},"g":${entry('[0,9007199254740991]', '[8,8]')}}`;
    const { tensors } = decodeSafetensors(file(header, 8), SOURCE);
    expect(Array.from(tensors.values(), ({ data }) => data.length)).toEqual([0, 2, 0, 0]);
  });

  it('refuses more tensors, and more metadata, than a limit', () => {
    const tensors = Array.from({ length: 10_001 }, (_, i) => `"t${i}":${entry('[0]', '[0,0]')}`).join(',');
    const texts = Array.from({ length: 10_001 }, (_, i) => `"k${i}":""`).join(',');
    expectError(file(`{${tensors}}`), 'header: holds more than 10000 entries, the most that is read');
    expectError(file(`{"__metadata__":{${texts}}}`), 'metadata: holds more than 10000 entries, the most that is read');
  });

  it('says it in one short line, however long and wild the names are', () => {
    const wild = String.raw`\u202e\u2028\"\ud83d\ude00`.repeat(1000);
    for (const source of [
      '/tmp/\n\u001b[2J',
      `/${'very/'.repeat(100)}long`,
      '\ud83d\ude00'.repeat(40),
      `${'\ud83d\ude00'.repeat(40)}x`,
    ]) {
      for (const header of [
        named(`"${wild}"`),
        named(`"x${wild}"`),
        `{"__metadata__":{"${wild}":1}}`,
        `{"a":{"dtype":"${wild}"}}`,
        `{"a":{"shape":[${wild}]}}`,
      ]) {
        expect(() => decodeSafetensors(file(header), source)).toThrow(/^[^\p{C}\p{Zl}\p{Zp}]{1,300}$/u);
      }
    }
  });

  it.each(['[', '{"a":', '"', '\\', ' ', '1', '{"a":{"shape":[', '"\\"'])(
    'refuses megabytes of %j without following them',
    (text) => {
      const header = `{"a":${text.repeat(4e6 / text.length)}`;
      expect(() => decodeSafetensors(file(header), SOURCE)).toThrow(/^model\.safetensors: tensor "a".{1,200}$/);
      expect(() => decodeSafetensors(file(`{"a":{"shape":[1,${text.repeat(3e6 / text.length)}`), SOURCE)).toThrow(
        /^model\.safetensors: tensor "a".{1,200}$/,
      );
    },
  );

  it('allocates the bytes of the values and little more, and nothing for a lie', () => {
    const megabytes = 16;
    const bytes = encodeSafetensors(
      new Map([['w', { dtype: 'F32', shape: [megabytes * 2 ** 18], data: new Float32Array(megabytes * 2 ** 18) }]]),
      new Map(),
    );
    const before = process.memoryUsage().arrayBuffers;
    const { tensors } = decodeSafetensors(bytes, SOURCE);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan((megabytes + 1) * 2 ** 20);
    expect(tensors.size).toBe(1);
    const lie = file(named('"w"', '[1000000000000]', '[0,4000000000000]'), 150);
    const beforeLie = process.memoryUsage().arrayBuffers;
    expect(() => decodeSafetensors(lie, SOURCE)).toThrow('reach beyond the 150 bytes');
    expect(process.memoryUsage().arrayBuffers - beforeLie).toBeLessThan(2 ** 20);
  });
});

describe('requireFinite', () => {
  it.each([NaN, Infinity, -Infinity])('refuses %d and says where it is', (value) => {
    const tensors = new Map([
      ['b', { dtype: 'F32', shape: [1], data: Float32Array.of(3.4e38) }],
      ['w', { dtype: 'F64', shape: [2, 2], data: Float64Array.of(1, 2, value, value) }],
    ] as const);
    expect(() => {
      requireFinite(tensors, SOURCE);
    }).toThrow(new Error(`${SOURCE}: tensor "w": value 2 of 4, counted from 0, is ${value}, not a finite number`));
  });

  it('takes every finite number and every integer', () => {
    expect(() => {
      requireFinite(
        new Map([
          ['a', { dtype: 'F64', shape: [3], data: Float64Array.of(-0, 5e-324, -Number.MAX_VALUE) }],
          ['b', { dtype: 'U32', shape: [1], data: Uint32Array.of(0xffffffff) }],
        ]),
        SOURCE,
      );
    }).not.toThrow();
  });
});
