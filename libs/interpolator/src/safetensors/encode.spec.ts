import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reverseElements } from './byte-order.js';
import { decodeSafetensors } from './decode.js';
import { encodeSafetensors } from './encode.js';
import type { Tensor } from './tensor.js';

const none: ReadonlyMap<string, string> = new Map();
const floats = (shape: readonly number[], ...values: number[]): Tensor => ({
  dtype: 'F32',
  shape,
  data: Float32Array.from(values),
});

/** Any tensor, with random bits as values. */
const anyTensor = (): fc.Arbitrary<Tensor> => {
  const shape = fc.array(fc.nat({ max: 3 }), { maxLength: 3 });
  const dtype = fc.constantFrom('F64', 'F32', 'I32', 'U32', 'U8');
  return fc
    .tuple(shape, dtype, fc.uint8Array({ minLength: 8 * 28, maxLength: 8 * 28 }))
    .map(([lengths, type, bits]) => {
      const count = lengths.reduce((product, length) => product * length, 1);
      switch (type) {
        case 'F64':
          return { dtype: type, shape: lengths, data: new Float64Array(bits.buffer, 0, count) };
        case 'F32':
          return { dtype: type, shape: lengths, data: new Float32Array(bits.buffer, 4, count) };
        case 'I32':
          return { dtype: type, shape: lengths, data: new Int32Array(bits.buffer, 4, count) };
        case 'U32':
          return { dtype: type, shape: lengths, data: new Uint32Array(bits.buffer, 4, count) };
        case 'U8':
          return { dtype: type, shape: lengths, data: new Uint8Array(bits.buffer, 1, count) };
      }
    });
};

const bitsOf = ({ data }: Tensor): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');

/** Like the unit 'binary' of fast-check, which takes a second to build a table of all characters. */
const anyCharacter = fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })).map(
  (code) => String.fromCodePoint(code),
  (text) => Number(String(text).codePointAt(0)),
);

describe('encodeSafetensors', () => {
  it('writes the bytes of the format, here by hand', () => {
    const file = encodeSafetensors(new Map([['w', floats([2], 1, -2)]]), new Map([['k', 'v']]));
    const header = '{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
    expect(Buffer.from(file)).toEqual(
      Buffer.concat([
        Buffer.from([80, 0, 0, 0, 0, 0, 0, 0]),
        Buffer.from(`${header} `),
        Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]),
      ]),
    );
  });

  it('gives back through decodeSafetensors whatever it has written, in the same order and to the bit', () => {
    const key = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((text) => !/\p{Cc}/u.test(text) && text !== '__metadata__');
    const entries = fc.uniqueArray(fc.tuple(key, anyTensor()), { selector: ([name]) => name, maxLength: 6 });
    const texts = fc.uniqueArray(fc.tuple(key, fc.string({ unit: anyCharacter })), {
      selector: ([name]) => name,
      maxLength: 4,
    });
    fc.assert(
      fc.property(entries, texts, (tensors, metadata) => {
        const file = encodeSafetensors(new Map(tensors), new Map(metadata));
        const read = decodeSafetensors(file, 'ours');
        expect([...read.metadata]).toEqual(metadata);
        expect(
          Array.from(read.tensors, ([name, tensor]) => [name, tensor.dtype, tensor.shape, bitsOf(tensor)]),
        ).toEqual(tensors.map(([name, tensor]) => [name, tensor.dtype, tensor.shape, bitsOf(tensor)]));
        expect(encodeSafetensors(read.tensors, read.metadata)).toEqual(file);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('aligns every tensor to its elements, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(anyTensor(), { maxLength: 8 }), (tensors) => {
        const file = Buffer.from(encodeSafetensors(new Map(tensors.map((tensor, i) => [`t${i}`, tensor])), none));
        const headerBytes = Number(file.readBigUInt64LE(0));
        const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes)) as Record<
          string,
          { data_offsets: number[] }
        >;
        tensors.forEach(({ data }, i) => {
          expect((8 + headerBytes + header[`t${i}`].data_offsets[0]) % data.BYTES_PER_ELEMENT).toBe(0);
        });
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('changes nothing that it is given, and keeps no hold of it', () => {
    const tensor = floats([2], 1, 2);
    const file = encodeSafetensors(new Map([['w', tensor]]), none);
    const copy = Uint8Array.from(file);
    tensor.data[0] = 5;
    expect(file).toEqual(copy);
    expect([...tensor.data]).toEqual([5, 2]);
  });

  it.each<[string, Tensor, string]>([
    ['w', floats([3], 1, 2), 'tensor "w": the shape [3] does not ask for the 2 values that data holds'],
    ['w', floats([], 1, 2), 'tensor "w": the shape [] does not ask for the 2 values that data holds'],
    ['w', floats([1.5], 1), 'tensor "w": the shape [1.5] must be of whole numbers from 0 to 9007199254740991'],
    ['w', floats([-1, -1], 1), 'tensor "w": the shape [-1, -1] must be of whole numbers from 0 to 9007199254740991'],
    [
      'w',
      floats([0, 2 ** 53 - 1, 2]),
      'tensor "w": the shape [0, 9007199254740991, 2] does not ask for the 0 values that data holds',
    ],
    ['w', floats(new Array<number>(65).fill(1), 1), 'tensor "w": has 65 dimensions, at most 64 are written'],
    ['__metadata__', floats([1], 1), 'tensor "__metadata__": this name is taken: the metadata stands under it'],
    ['a\nb', floats([1], 1), 'header: the key "a\\u{a}b" holds a control character'],
    ['a\ud800', floats([1], 1), 'header: the key "a\\u{d800}" holds half of a surrogate pair'],
  ])('refuses %j, %o: %s', (name, tensor, message) => {
    expect(() => encodeSafetensors(new Map([[name, tensor]]), none)).toThrow(
      new Error(`cannot write safetensors: ${message}`),
    );
  });

  it.each([
    ['a\u0000', 'v', 'metadata: the key "a\\u{0}" holds a control character'],
    ['k', 'a\udc00', 'metadata "k": its text holds half of a surrogate pair'],
    ['k', 'v'.repeat(2 ** 22), 'header: 4194336 bytes long, at most 4194304 are written'],
  ])('refuses the metadata %j with a text that no file can hold', (key, value, message) => {
    expect(() => encodeSafetensors(new Map(), new Map([[key, value]]))).toThrow(
      new Error(`cannot write safetensors: ${message}`),
    );
  });

  it('refuses more tensors, and more entries of metadata, than are read', () => {
    const keys = Array.from({ length: 10_001 }, (_, i) => `k${i}`);
    const tensors = new Map(keys.map((key) => [key, floats([0])]));
    expect(() => encodeSafetensors(tensors, none)).toThrow('header: 10001 entries, at most 10000 are written');
    expect(() => encodeSafetensors(new Map(), new Map(keys.map((key) => [key, ''])))).toThrow(
      'metadata: 10001 entries, at most 10000 are written',
    );
    tensors.delete('k0');
    expect(() => encodeSafetensors(tensors, new Map([['k', 'v']]))).toThrow(
      'header: 10001 entries, at most 10000 are written',
    );
    expect(decodeSafetensors(encodeSafetensors(tensors, none), 'ours').tensors.size).toBe(10_000);
  });
});

describe('reverseElements, for machines that are big-endian', () => {
  it.each([
    [1, [1, 2, 3, 4, 5, 6, 7, 8]],
    [4, [4, 3, 2, 1, 8, 7, 6, 5]],
    [8, [8, 7, 6, 5, 4, 3, 2, 1]],
  ])('turns each %i bytes round', (width, expected) => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    reverseElements(bytes, width);
    expect([...bytes]).toEqual(expected);
  });
});
