import { describe, expect, it } from 'vitest';
import { ByteWriter } from './bytes.js';

const written = (write: (out: ByteWriter) => void): number[] => {
  const out = new ByteWriter();
  write(out);
  return [...out.bytes];
};

describe('an unsigned LEB128', () => {
  it.each([
    [0, [0x00]],
    [1, [0x01]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [16383, [0xff, 0x7f]],
    [16384, [0x80, 0x80, 0x01]],
    [624485, [0xe5, 0x8e, 0x26]], // the DWARF standard's example
    [0x7fffffff, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('of %d', (value, bytes) => {
    expect(
      written((out) => {
        out.u32(value);
      }),
    ).toEqual(bytes);
  });

  it.each([-1, 0.5, 2 ** 32, NaN])('does not exist for %d', (value) => {
    expect(() =>
      written((out) => {
        out.u32(value);
      }),
    ).toThrow(RangeError);
  });
});

describe('a signed LEB128', () => {
  it.each([
    [0, [0x00]],
    [2, [0x02]],
    [-2, [0x7e]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [127, [0xff, 0x00]],
    [-127, [0x81, 0x7f]],
    [-128, [0x80, 0x7f]],
    [-129, [0xff, 0x7e]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [0x7fffffff, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [-0x80000000, [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])('of %d', (value, bytes) => {
    expect(
      written((out) => {
        out.s32(value);
      }),
    ).toEqual(bytes);
  });

  it.each([2 ** 31, -(2 ** 31) - 1, 1.5])('does not exist for %d', (value) => {
    expect(() =>
      written((out) => {
        out.s32(value);
      }),
    ).toThrow(RangeError);
  });
});

describe('a byte writer', () => {
  it('writes floats little-endian', () => {
    expect(
      written((out) => {
        out.f32(1);
      }),
    ).toEqual([0, 0, 0x80, 0x3f]);
    expect(
      written((out) => {
        out.f64(-2);
      }),
    ).toEqual([0, 0, 0, 0, 0, 0, 0, 0xc0]);
  });

  it('writes a name with its length in bytes', () => {
    expect(
      written((out) => {
        out.name('é');
      }),
    ).toEqual([2, 0xc3, 0xa9]);
  });

  it('grows, and keeps what it has', () => {
    const out = new ByteWriter();
    for (let i = 0; i < 20_000; i++) out.u8(i & 0xff);
    expect(out.length).toBe(20_000);
    expect(out.bytes.every((byte, i) => byte === (i & 0xff))).toBe(true);
  });
});
