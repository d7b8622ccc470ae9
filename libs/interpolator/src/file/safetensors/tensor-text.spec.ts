import { describe, expect, it } from 'vitest';
import { formatShape, quoted, sourceLabel } from './tensor-text.js';

const face = '\ud83d\ude00';

describe('quoted', () => {
  it.each([
    ['plain', '"plain"'],
    ['', '""'],
    ['"\\', String.raw`"\"\\"`],
    ['a\n\u001b\u202e', String.raw`"a\u{a}\u{1b}\u{202e}"`],
    ['\u2028\ud800', String.raw`"\u{2028}\u{d800}"`],
    ['x'.repeat(30), `"${'x'.repeat(30)}"`],
    ['x'.repeat(31), `"${'x'.repeat(30)}..."`],
    [face.repeat(15), `"${face.repeat(15)}"`],
    [face.repeat(16), `"${face.repeat(15)}..."`],
    [`x${face.repeat(16)}`, `"x${face.repeat(14)}..."`],
    [`${'x'.repeat(28)}\n`, `"${'x'.repeat(28)}..."`],
  ])('shows %j as %s, never half a character or half an escape', (text, expected) => {
    expect(quoted(text)).toBe(expected);
  });
});

describe('sourceLabel', () => {
  it.each([
    ['/data/model.safetensors', '/data/model.safetensors'],
    ['/data/\nmodel', String.raw`/data/\u{a}model`],
    ['x'.repeat(60), 'x'.repeat(60)],
    [`y${'x'.repeat(60)}`, `...${'x'.repeat(60)}`],
    [`${face.repeat(40)}x`, `...${face.repeat(29)}x`],
  ])('shows %j as %s', (path, expected) => {
    expect(sourceLabel(path)).toBe(expected);
  });
});

describe('formatShape', () => {
  it('shows lengths in brackets, of many the first', () => {
    expect(formatShape([3, 4])).toBe('[3, 4]');
    expect(formatShape([])).toBe('[]');
    expect(formatShape(new Array<number>(64).fill(1))).toBe(`[${'1, '.repeat(13)}1...]`);
  });
});
