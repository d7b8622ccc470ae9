/**
 * The rule is what JavaScript itself writes: ECMAScript asks for the shortest decimal that reads back, and among those
 * the nearest.
 */
import { defaultRng } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { MAX_FLOAT64_LENGTH, writeFloat64 } from './float64-text.js';

const FILL = 7;
const NUMBERS = { short: 16_000, medium: 200_000, full: 10_000_000 }[inject('campaign')];
const values = new Float64Array(1);
const words = new Uint32Array(values.buffer);
const bytes = new Uint8Array(MAX_FLOAT64_LENGTH + 3);

const textOf = (value: number): string => {
  bytes.fill(FILL);
  values[0] = value;
  const end = writeFloat64(values, 0, bytes, 2);
  // Nothing is written before its place or after its room.
  if (bytes[0] !== FILL || bytes[1] !== FILL || bytes[MAX_FLOAT64_LENGTH + 2] !== FILL) return 'written elsewhere';
  return String.fromCharCode(...bytes.subarray(2, end));
};

describe('writeFloat64', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-1.5, '-1.5'],
    [10, '10'],
    [100000, '100000'],
    [1e15, '1000000000000000'],
    [1e21, '1e+21'],
    [0.1, '0.1'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1 / 3, '0.3333333333333333'],
    [2 / 3, '0.6666666666666666'],
    [0.00001, '0.00001'],
    [0.00001234, '0.00001234'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
    [123456.789, '123456.789'],
    [-0.05, '-0.05'],
    [5e-324, '5e-324'],
    [-1.7976931348623157e308, '-1.7976931348623157e+308'],
    [-2.2250738585072014e-308, '-2.2250738585072014e-308'],
    [2 ** 53, '9007199254740992'],
    [999999999999999.9, '999999999999999.9'],
    [0.9999999999999999, '0.9999999999999999'],
    [99.99999999999999, '99.99999999999999'],
    [4.35, '4.35'],
  ])('writes %d as %s', (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it('writes what String gives, of any bits, any magnitude, and beside powers of two and ten', () => {
    const random = defaultRng(5);
    const uniform = (): number => random.integers(0, 2 ** 32) / 2 ** 32 + random.integers(0, 2 ** 21) / 2 ** 53;
    const beside = (value: number): number => {
      values[0] = value;
      words[0] += random.integers(0, 9) - 4;
      return values[0];
    };
    const makers: readonly (() => number)[] = [
      () => 4 * uniform() - 2,
      () => uniform() * 10 ** (random.integers(0, 24) - 8),
      () => -Math.fround(uniform()),
      () => random.integers(0, 1e6) / 10 ** random.integers(0, 9),
      () => random.integers(0, 2 ** 32) / 2 ** random.integers(0, 40),
      () => beside(10 ** (random.integers(0, 24) - 7)),
      () => beside(2 ** (random.integers(0, 70) - 20)),
      () => {
        words[0] = random.integers(0, 2 ** 32);
        words[1] = random.integers(0, 2 ** 32);
        return values[0];
      },
    ];
    for (let i = 0; i < NUMBERS; i++) {
      const value = makers[i % makers.length]();
      const text = textOf(value);
      if (text !== (Object.is(value, -0) ? '-0' : String(value))) expect.fail(`${value} became ${text}`);
    }
  });
});
