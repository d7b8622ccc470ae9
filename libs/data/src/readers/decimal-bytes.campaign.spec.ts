/** The reader of plain numbers against `Number()`, which rounds correctly, and against `parseCell`. */
import { defaultRng, type Generator } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { parseCell, type DecimalSign } from './cell.js';
import { readDecimal } from './decimal-bytes.js';

/** Numbers of each shape. Texts near half-way and texts of odd characters come in proportion. */
const NUMBERS = { short: 1000, medium: 20_000, full: 1_000_000 }[inject('campaign')];

const VIEW = new DataView(new ArrayBuffer(8));
const values = new Float64Array(1);

/**
 * The number in the text, or undefined if it is left to `parseCell`. Throws if the number ends before the text does.
 */
const read = (text: string, decimal: DecimalSign = '.'): number | undefined => {
  const bytes = new TextEncoder().encode(`${text}\n`);
  const end = readDecimal(bytes, 0, decimal.charCodeAt(0), values, 0);
  return end === bytes.length - 1 ? values[0] : undefined;
};

const pick = <T>(items: readonly T[], random: Generator): T => items[random.integers(0, items.length)];
const digits = (count: number, random: Generator): string =>
  Array.from({ length: count }, () => random.integers(0, 10)).join('');

const anyFloat64 = (random: Generator): number => {
  VIEW.setUint32(0, random.integers(0, 2 ** 32));
  VIEW.setUint32(4, random.integers(0, 2 ** 32));
  const value = VIEW.getFloat64(0);
  return Number.isFinite(value) ? value : 0;
};

const SIGNS = ['', '', '-', '+'];
const shapes: readonly (readonly [name: string, draw: (random: Generator) => string])[] = [
  ['whole numbers of 1 to 25 digits', (random) => digits(random.integers(1, 26), random)],
  ['fixed points', (random) => `${digits(random.integers(0, 13), random)}.${digits(random.integers(1, 14), random)}`],
  [
    'leading and trailing zeros',
    (random) =>
      `${'0'.repeat(random.integers(1, 30))}${pick(['', '.'], random)}${'0'.repeat(random.integers(0, 30))}` +
      `${digits(random.integers(1, 20), random)}${'0'.repeat(random.integers(0, 12))}`,
  ],
  [
    'exponents',
    (random) =>
      `${digits(random.integers(1, 3), random)}.${digits(random.integers(0, 24), random)}` +
      `${pick(['e', 'E'], random)}${pick(SIGNS, random)}${random.integers(0, 40)}`,
  ],
  ['large and small exponents', (random) => `${digits(random.integers(1, 26), random)}e${random.integers(-360, 300)}`],
  ['the shortest text of any float64', (random) => String(Math.abs(anyFloat64(random)))],
  ['the shortest text of a number below 1', (random) => String(random.random())],
  ['17 digits', (random) => random.random().toPrecision(17)],
  [
    "19 digits, as NumPy's savetxt writes them",
    (random) => (random.random() * 10 ** random.integers(-5, 6)).toExponential(18),
  ],
  ['subnormal numbers', (random) => `${digits(random.integers(1, 20), random)}e-${random.integers(308, 345)}`],
];

describe('readDecimal', () => {
  it.each(shapes)('gives the float64 that Number() gives, to the bit: %s', (_name, draw) => {
    const random = defaultRng(11);
    for (let i = 0; i < NUMBERS; i++) {
      const text = pick(SIGNS, random) + draw(random);
      const value = read(text);
      if (value !== undefined && !Object.is(value, Number(text)))
        expect.fail(`${text} gave ${value}, not ${Number(text)}`);
    }
  });

  it('leaves hardly any number that people write to the slower way', () => {
    const random = defaultRng(12);
    const usual = shapes.filter(([name]) => /fixed|below 1|17|19/.test(name));
    expect(usual).toHaveLength(4);
    for (const [name, draw] of usual) {
      let left = 0;
      for (let i = 0; i < 2000; i++) if (read(draw(random)) === undefined) left += 1;
      expect(left, name).toBeLessThanOrEqual(2);
    }
  });

  it('does not guess what lies half-way between two float64, or near it', () => {
    const random = defaultRng(13);
    for (let i = 0; i < NUMBERS / 4; i++) {
      // Odd multiples of half the spacing: 2^53 + 1, and so on; exact in decimal.
      const middle = (2n ** 53n + BigInt(random.integers(0, 2 ** 52))) * 2n + 1n;
      const shift = random.integers(0, 20);
      const text = (middle * 2n ** BigInt(shift)).toString();
      const zeros = '0'.repeat(10);
      for (const near of [text, `${text}.${zeros}1`, `${BigInt(text) - 1n}.9999999999`, `${text}e-3`]) {
        const value = read(near);
        if (value !== undefined && !Object.is(value, Number(near)))
          expect.fail(`${near} gave ${value}, not ${Number(near)}`);
      }
    }
    expect(read('9007199254740993')).toBeUndefined();
    expect(read('9007199254740993.000001')).toBe(9007199254740994);
  });

  it('takes nothing that parseCell refuses, and gives what it gives', () => {
    const random = defaultRng(14);
    const characters = ['0', '1', '9', '5', '.', ',', '-', '+', 'e', 'E', ' ', '_', 'x', '\0', '"', '\u00e9'];
    let taken = 0;
    for (let i = 0; i < 5 * NUMBERS; i++) {
      const text = Array.from({ length: random.integers(1, 9) }, () => pick(characters, random)).join('');
      const decimal = pick(['.', ','] as const, random);
      const value = read(text, decimal);
      if (value !== undefined) {
        taken += 1;
        if (!Object.is(value, parseCell(text, decimal))) expect.fail(`${JSON.stringify(text)} gave ${value}`);
      } else if (!/e/i.test(text) && Number.isFinite(parseCell(text, decimal))) {
        expect.fail(`${JSON.stringify(text)} was left`);
      }
    }
    expect(taken).toBeGreaterThan(NUMBERS / 20);
  });

  it.each([
    '1e400',
    '-1e999',
    '1e99999999999999999999',
    `${'0'.repeat(1001)}1`,
    `1e${'0'.repeat(1001)}1`,
    '1'.repeat(400),
  ])('leaves %s to parseCell', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('says where the number ends', () => {
    const bytes = new TextEncoder().encode('7;-1,25e2 ,3\n');
    expect(readDecimal(bytes, 0, 44, values, 0)).toBe(1);
    expect(readDecimal(bytes, 2, 44, values, 0)).toBe(9);
    expect(values[0]).toBe(-125);
    expect(readDecimal(bytes, 2, -1, values, 0)).toBe(4);
    expect(values[0]).toBe(-1);
    expect(readDecimal(bytes, 12, 44, values, 0)).toBe(-1);
  });
});
