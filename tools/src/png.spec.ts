import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodePng, inkShare } from './png.js';

/**
 * The encoder of Go 1.26 (image/png) wrote it from the formula below. Its rows have the filters 2 1 2 4 4 3 1 2 1 4,
 * which are all filters that predict anything.
 */
const FROM_GO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAYAAAAKCAIAAAAYbLhkAAAAdklEQVR42mJisK2KnHb5BKtT8oK7DrW7Sje9Z9RIXcSMCpgYMQDL' +
    '////WVhYOJAAy58/f37//i0gIKCsrGxoaGhvb8+87ernFRoaCQkJmzYZrVypeSEggPGDbhZh4xl7TrJxoAKWo0ePsrOzi4qKwo0H' +
    'BAAA//9Dnya/rBJGxQAAAABJRU5ErkJggg==',
  'base64',
);

const byteFromGo = (x: number, y: number, c: number): number => {
  const formulas = [
    () => 89 * x ** 3 + 61 * c + 40 * y,
    () => 3 * x + 61 * c + 40 * y,
    () => 3 * x + 61 * c + 40 * (y - 1) + 1,
    () => 8 * x + 61 * c + 20 * (y - 1),
    () => 7 * x * x + 9 * y + 61 * c,
  ];
  return formulas[y % 5]() % 256;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const typeAndData = Buffer.concat([Buffer.from(type), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(typeAndData));
  return Buffer.concat([length, typeAndData, checksum]);
};

const signature = FROM_GO.subarray(0, 8);

/** Two by two grey pixels, from filtered rows. */
const grey = (filtered: readonly number[], header = [0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0]): Buffer =>
  Buffer.concat([
    signature,
    chunk('IHDR', Buffer.from(header)),
    chunk('IDAT', deflateSync(Buffer.from(filtered))),
    chunk('IEND', Buffer.alloc(0)),
  ]);

describe('decodePng', () => {
  it('gives the pixels that another encoder was given', () => {
    const { width, height, bytesPerPixel, pixels } = decodePng(FROM_GO);
    expect([width, height, bytesPerPixel]).toEqual([6, 10, 3]);
    const right = Array.from({ length: 180 }, (_, i) => byteFromGo(Math.floor(i / 3) % 6, Math.floor(i / 18), i % 3));
    expect([...pixels]).toEqual(right);
  });

  it('reads rows without a filter', () => {
    expect([...decodePng(grey([0, 1, 2, 0, 3, 4])).pixels]).toEqual([1, 2, 3, 4]);
  });

  it('refuses what is not a whole PNG', () => {
    expect(() => decodePng(Buffer.from('GIF89a'))).toThrow('does not begin as a PNG does');
    expect(() => decodePng(Buffer.alloc(0))).toThrow('does not begin as a PNG does');
    expect(() => decodePng(signature)).toThrow('must begin with an IHDR chunk and end with IEND');
    for (const length of [20, FROM_GO.length - 20, FROM_GO.length - 1]) {
      expect(() => decodePng(FROM_GO.subarray(0, length))).toThrow('cut short within the chunk at byte');
    }
    // The cut is between two chunks, so that only the last chunk is missing.
    expect(() => decodePng(FROM_GO.subarray(0, FROM_GO.length - 12))).toThrow(
      'must begin with an IHDR chunk and end with IEND',
    );
  });

  it('refuses a damaged byte', () => {
    const damaged = Buffer.from(FROM_GO);
    damaged[60] ^= 1;
    expect(() => decodePng(damaged)).toThrow('the checksum of the IDAT chunk is wrong');
  });

  it('refuses image data that are too short for the size, and unknown filters', () => {
    expect(() => decodePng(grey([0, 1, 2, 0, 3]))).toThrow('holds 5 bytes of image data, must be 6');
    expect(() => decodePng(grey([0, 1, 2, 5, 3, 4]))).toThrow('row 1 has the unknown filter 5');
  });

  it('says which kinds it does not read', () => {
    expect(() => decodePng(grey([0, 1, 2, 0, 3, 4], [0, 0, 0, 2, 0, 0, 0, 2, 8, 3, 0, 0, 0]))).toThrow(
      'colour type 3, 8 bits a sample',
    );
  });
});

describe('inkShare', () => {
  it('is 0 for an image of one colour', () => {
    expect(inkShare(decodePng(grey([0, 200, 200, 2, 0, 0])))).toBe(0);
  });

  it('is the share of pixels that differ from the first in any channel', () => {
    expect(inkShare(decodePng(grey([0, 200, 200, 0, 200, 7])))).toBe(0.25);
    expect(inkShare({ width: 2, height: 1, bytesPerPixel: 4, pixels: Uint8Array.of(1, 2, 3, 255, 1, 2, 3, 254) })).toBe(
      0.5,
    );
  });
});
