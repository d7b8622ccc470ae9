/** Rows read straight from their bytes, against the same rows read through strings: one file, two ways, one table. */
import { defaultRng, type Generator } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import type { DecimalSign } from './cell.js';
import type { Delimiter } from './csv-cells.js';
import { linesOf } from './csv-lines.js';
import { readPlainRows } from './csv-plain.js';
import { rowsOfLines } from './csv-rows.js';

const FILES = { short: 500, medium: 4000, full: 100_000 }[inject('campaign')];
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', ' '];
const PLAIN = [
  '',
  '0',
  '-0',
  '1',
  '-17',
  '+2.5',
  '.5',
  '3.',
  '6,25',
  ',5',
  '1e3',
  '-1.5E-7',
  '0.1234567890123456789',
  '9007199254740993',
  'NaN',
  'na',
  '-inf',
  `${'0'.repeat(200)}7`,
];
const QUOTED = ['"4"', '"-1.5e3"', '"2,5"', '"00.5"'];
const ODD = [
  'x',
  '1.2.3',
  '1,2,3',
  '1 2',
  '1e400',
  '""',
  '" 4"',
  '"5;6"',
  '"5"6',
  '"""7"""',
  '1"',
  '"1',
  '#7',
  '\0',
  '\u00a08',
  '\ufeff9',
  'é',
  '0x1',
  '1e',
  '--1',
  '\u000b3',
  '\f',
];
const BLANKS = ['', '', '', ' ', '  ', '\t', ' \t'];
const LINE_ENDS = ['\n', '\r\n', '\r'];
const OTHER_LINES = ['', ' ', '\t', ' \t ', '# note', '  # "note", 1,2', '#é', '\t#'];

const pick = <T>(items: readonly T[], random: Generator): T => items[random.integers(0, items.length)];

interface Written {
  readonly text: string;
  readonly width: number;
  readonly delimiter: Delimiter;
  readonly decimal: DecimalSign;
}

/** A file in its own dialect. One cell in many is odd, or a row has a cell too many or too few. */
const drawFile = (random: Generator): Written => {
  const delimiter = pick(DELIMITERS, random);
  const decimal = pick(['.', ','] as const, random);
  const width = random.integers(1, 5);
  const isOdd = random.integers(0, 3) === 0;
  const isQuoted = random.integers(0, 3) === 0;
  const cell = (): string => {
    const usual = isQuoted && random.integers(0, 4) === 0 ? QUOTED : PLAIN;
    const text = pick(isOdd && random.integers(0, 10) === 0 ? ODD : usual, random);
    const shown = random.integers(0, 4) > 0 ? text.replace(/[.,]/, decimal) : text;
    return pick(BLANKS, random) + (delimiter === decimal ? shown.replace(',', '') : shown) + pick(BLANKS, random);
  };
  const line = (): string => {
    if (random.integers(0, 6) === 0) return pick(OTHER_LINES, random);
    const count = isOdd && random.integers(0, 10) === 0 ? random.integers(1, 6) : width;
    return Array.from({ length: count }, cell).join(delimiter);
  };
  const text = Array.from({ length: random.integers(1, 9) }, () => line() + pick(LINE_ENDS, random)).join('');
  return { text, width, delimiter, decimal };
};

type Outcome = { readonly values: Float64Array; readonly lineCount: number } | { readonly message: string };

const byStrings = ({ text, width, ...rest }: Written): Outcome => {
  try {
    const columnNames = Array.from({ length: width }, (_, i) => `x${i}`);
    const block = linesOf(new TextEncoder().encode(text), 1, 'a.csv');
    const values = rowsOfLines(block.lines, { source: 'a.csv', columnNames, dialect: { ...rest, header: false } });
    return { values, lineCount: block.lineCount };
  } catch (error) {
    return { message: String(error) };
  }
};

const byBytes = ({ text, width, ...rest }: Written): Outcome | undefined => {
  const bytes = new TextEncoder().encode(text);
  const values = new Float64Array(bytes.length);
  const rows = readPlainRows(bytes, width, { ...rest, header: false }, values);
  return rows && { values: values.slice(0, rows.valueCount), lineCount: rows.lineCount };
};

describe('readPlainRows', () => {
  it('gives the values and lines that the way by strings gives, in any dialect, or leaves them to it', () => {
    const random = defaultRng(21);
    let plain = 0;
    let wrong = 0;
    for (let i = 0; i < FILES; i++) {
      const file = drawFile(random);
      const expected = byStrings(file);
      const found = byBytes(file);
      if (found !== undefined) plain += 1;
      if ('message' in expected) wrong += 1;
      if (found !== undefined || 'message' in expected) {
        expect(found, JSON.stringify(file)).toEqual('message' in expected ? undefined : expected);
      }
    }
    // Each way was taken.
    expect(plain).toBeGreaterThan(FILES / 4);
    expect(wrong).toBeGreaterThan(FILES / 10);
  });

  it.each([
    ['numbers', '1,2.5\n-3e-1,.5\n', [1, 2.5, -0.3, 0.5], 2],
    ['quoted numbers', '"1","-2.5" \n 3 ,"4"\n', [1, -2.5, 3, 4], 2],
    ['missing values', ',NA\r\nnan, \r\n', [NaN, NaN, NaN, NaN], 2],
    ['comments and blank lines', '# "1",2\n\n \t\n1,2\r  # é\r', [1, 2], 5],
    [
      'many digits',
      `${'0.1'.padEnd(60, '0')},123456789012345678901234567890123456789\n`,
      [0.1, 1.2345678901234568e38],
      1,
    ],
  ])('reads %s', (_title, text, values, lineCount) => {
    expect(byBytes({ text, width: 2, delimiter: ',', decimal: '.' })).toEqual({
      values: Float64Array.from(values),
      lineCount,
    });
  });

  it.each([
    '"1"2,3\n',
    '"1,2\n',
    '"",2\n',
    '"1""",2\n',
    '1,x\n',
    '1,2,3\n',
    '1\n',
    '1,1e400\n',
    '1,\u00a02\n',
    '1.5.2,3\n',
    '1,2\n3,4,\n',
  ])('leaves %j', (text) => {
    expect(byBytes({ text, width: 2, delimiter: ',', decimal: '.' })).toBeUndefined();
  });

  it('takes a comma as the end of a cell, where it also was to be the decimal sign', () => {
    expect(byBytes({ text: '1,5\n', width: 2, delimiter: ',', decimal: ',' })).toMatchObject({
      values: Float64Array.of(1, 5),
    });
  });
});
