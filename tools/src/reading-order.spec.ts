/** The reader's path is as short as it says, and leads to files that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './workspace.js';

interface Row {
  readonly file: string;
  readonly lines: number;
}

const text = readFileSync(join(ROOT, 'docs/reading-order.md'), 'utf8');
const linesOf = (file: string): number => readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;

/** The files of an evening, with the lines that the page gives them. */
function rowsOf(evening: number): Row[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`Evening ${evening}:`)) ?? '';
  return [...section.matchAll(/^\| \[[^\]]+\]\(\.\.\/([^)]+)\) \| ([\d,]+) \|/gm)].map(([, file, lines]) => ({
    file,
    lines: Number(lines.replace(',', '')),
  }));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("the reader's path", () => {
  it.each([1, 2, 3])('of evening %i exists and has the lines that it says', (evening) => {
    const rows = rowsOf(evening);
    expect(rows.length).toBeGreaterThan(10);
    const actual = rows.map(({ file }) => ({ file, lines: existsSync(join(ROOT, file)) ? linesOf(file) : NaN }));
    expect(rows).toEqual(actual);
    expect(text).toContain(`${sum(rows.map(({ lines }) => lines)).toLocaleString('en')} lines`);
  });

  it('has a numbered question for each file, and an answer for each question', () => {
    const [questions, answers] = text.split('## Answers');
    const asked = [...questions.matchAll(/\| (\d+)\. [^|]+\? \|$/gm)].map(([, number]) => Number(number));
    const answered = [...answers.matchAll(/^(\d+)\. \S/gm)].map(([, number]) => Number(number));
    expect(asked).toHaveLength(sum([1, 2, 3].map((evening) => rowsOf(evening).length)));
    expect(asked).toEqual(asked.map((_, index) => index + 1));
    expect(answered).toEqual(asked);
  });
});

describe('Evening 1 stays an evening', () => {
  const rows = rowsOf(1);

  it('of at most 1,160 lines, none of its files longer than 200', () => {
    expect(sum(rows.map(({ file }) => linesOf(file)))).toBeLessThanOrEqual(1160);
    expect(rows.filter(({ file }) => linesOf(file) > 200)).toEqual([]);
  });

  it.each([
    ['libs/nn/src/reference/dense.ts', 80],
    ['libs/nn/src/reference/relu.ts', 25],
    ['libs/nn/src/reference/engine.ts', 190],
    ['libs/nn/src/train.ts', 120],
  ])('%s has at most %i lines', (file, most) => {
    expect(rows.map((row) => row.file)).toContain(file);
    expect(linesOf(file)).toBeLessThanOrEqual(most);
  });

  it('has all of the reference, in at most 500 lines', () => {
    const inReference = rows.map(({ file }) => file).filter((file) => /\/reference\/[^.]+\.ts$/.test(file));
    expect(inReference.map((file) => file.replace(/.*\//, '')).sort()).toEqual([
      'adam.ts',
      'dense.ts',
      'engine.ts',
      'float64.ts',
      'fma32.ts',
      'mse.ts',
      'relu.ts',
      'silu.ts',
      'step-size.ts',
    ]);
    expect(sum(inReference.map(linesOf))).toBeLessThanOrEqual(500);
  });
});
