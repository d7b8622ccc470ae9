/** Whatever CSV a program may write reads back to the same numbers. All ways of writing come from a seeded stream. */
import { defaultRng, type Generator } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { readTable } from './read-table.js';

const FILES = { short: 60, medium: 300, full: 10_000 }[inject('campaign')];
const MISSING = ['', 'NaN', 'nan', 'NA', 'null', 'inf', '-Infinity'];
const NAMES = [
  'pressure',
  'T in K',
  'T, in K',
  'a;b',
  'größe',
  'x"1"',
  '__proto__',
  '名前',
  'nan',
  'col\tumn',
  '# 1',
  'y.1',
];

const pick = <T>(items: readonly T[], random: Generator): T => items[random.integers(0, items.length)];
const chance = (random: Generator): boolean => random.integers(0, 2) === 1;

const VIEW = new DataView(new ArrayBuffer(8));

/** Any finite float64 (from random bits), a whole number, or a plain decimal. */
const drawValue = (random: Generator): number => {
  if (chance(random)) return random.integers(-1000, 1000) / pick([1, 8, 10], random);
  VIEW.setUint32(0, random.integers(0, 2 ** 32));
  VIEW.setUint32(4, random.integers(0, 2 ** 32));
  const value = VIEW.getFloat64(0);
  return Number.isFinite(value) ? value : 0;
};

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A file, and the table in it. */
const drawFile = (random: Generator) => {
  const delimiter = pick([',', ';', '\t', ' ', ', ', '   '], random);
  const isBlank = delimiter.trim() === '' && delimiter !== '\t';
  const decimal = chance(random) ? ',' : '.';
  const quotesAll = chance(random);
  const lineEnd = pick(['\n', '\r\n', '\r'], random);
  const width = random.integers(2, 7);
  const rowCount = random.integers(2, 40);
  const columnNames = Array.from({ length: width }, (_, i) => `${pick(NAMES, random)} ${i}`);
  const hasNames = chance(random);
  // A delimiter of blanks cannot show an empty cell.
  const missing = isBlank ? MISSING.slice(1) : MISSING;
  const special = ['"', '#', delimiter.trim() || ' ', ...(isBlank ? ['\t'] : [])];
  const mustQuote = (text: string): boolean => quotesAll || special.some((character) => text.includes(character));
  const cell = (text: string): string => (text !== '' && mustQuote(text) ? quote(text) : text);

  const values: number[] = [];
  const rows = Array.from({ length: rowCount }, () =>
    Array.from({ length: width }, () => {
      const value = random.integers(0, 10) === 0 ? NaN : drawValue(random);
      values.push(value);
      return Number.isNaN(value) ? pick(missing, random) : String(value).replace('.', decimal);
    }),
  );
  // The first row shows the decimal sign, and that it is a row.
  rows[0][0] = `0${decimal}5`;
  values[0] = 0.5;
  const lines = [...(hasNames ? [columnNames] : []), ...rows].map((cells) => cells.map(cell).join(delimiter));
  const notes = lines.map((line) => (random.integers(0, 8) === 0 ? `# ${line}${lineEnd}${lineEnd}${line}` : line));
  const text = (chance(random) ? '\ufeff' : '') + notes.join(lineEnd) + (chance(random) ? lineEnd : '');
  return { text, values: Float64Array.from(values), names: hasNames ? columnNames : undefined };
};

describe('CSV that is written in any of many ways', () => {
  it('reads back to the same bits', async () => {
    const random = defaultRng(5);
    for (let i = 0; i < FILES; i++) {
      const { text, values, names } = drawFile(random);
      const table = await readTable([Buffer.from(text)], { name: JSON.stringify(text) });
      expect(table.values, JSON.stringify(text)).toEqual(values);
      expect(table.hasNames ? table.columnNames : undefined).toEqual(names);
    }
  });
});
