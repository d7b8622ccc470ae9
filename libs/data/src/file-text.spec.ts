import { describe, expect, it } from 'vitest';
import { quoted, sourceLabel } from './file-text.js';

/** Two UTF-16 units, and one character. */
const face = '\u{1f600}';

describe('quoted', () => {
  it.each([
    ['pressure', '"pressure"'],
    ['', '""'],
    ['a "b" \\', String.raw`"a \"b\" \\"`],
    ['a\n\u001b\u202e', String.raw`"a\u{a}\u{1b}\u{202e}"`],
    ['\u2028\ud800', String.raw`"\u{2028}\u{d800}"`],
    ['a\ud800', String.raw`"a\u{d800}"`],
    ['x'.repeat(30), `"${'x'.repeat(30)}"`],
    ['x'.repeat(31), `"${'x'.repeat(30)}..."`],
    [face.repeat(15), `"${face.repeat(15)}"`],
    [`x${face.repeat(15)}`, `"x${face.repeat(14)}..."`],
    [`${'x'.repeat(29)}${face}y`, `"${'x'.repeat(29)}..."`],
    [`${'x'.repeat(29)}"`, `"${'x'.repeat(29)}..."`],
    [`${'x'.repeat(27)}\n`, `"${'x'.repeat(27)}..."`],
  ])('shows %j as %s, never half a character or half an escape', (text, expected) => {
    expect(quoted(text)).toBe(expected);
  });
});

describe('sourceLabel', () => {
  it.each([
    ['data/rows.csv', 'data/rows.csv'],
    ['data/\nrows.csv', String.raw`data/\u{a}rows.csv`],
    ['x'.repeat(60), 'x'.repeat(60)],
    [`y${'x'.repeat(60)}`, `...${'x'.repeat(60)}`],
    [`${face.repeat(40)}x`, `...${face.repeat(29)}x`],
    [`\n${'x'.repeat(57)}`, `...${'x'.repeat(57)}`],
  ])('shows %j as %s, never half a character or half an escape', (path, expected) => {
    expect(sourceLabel(path)).toBe(expected);
  });
});
