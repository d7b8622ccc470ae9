import { describe, expect, it } from 'vitest';
import { anchorsOf, linksOf, paragraphsOf } from './markdown.js';

const lines = (...text: readonly string[]): string => text.join('\n');

describe('paragraphsOf', () => {
  const counts = (text: string): readonly (readonly [number, number])[] =>
    paragraphsOf(text).map(({ line, wordCount }) => [line, wordCount]);

  it('joins lines up to a blank one', () => {
    expect(counts('one two\nthree\n\nfour\n')).toEqual([
      [1, 3],
      [4, 1],
    ]);
  });

  it('counts no heading, no row of a table and no code', () => {
    const text = lines(
      '# A heading of words',
      '',
      '| a | table |',
      '| --- | ---: |',
      '| of | words |',
      '',
      '```sh',
      'some code',
      '',
      'and more',
      '```',
      '',
      '    code that is',
      '    indented',
      '',
      'two words',
    );
    expect(counts(text)).toEqual([[16, 2]]);
  });

  it('ends a fence only with marks of its own kind and length', () => {
    expect(counts('````\na b c\n```\na b c\n````\nd')).toEqual([[6, 1]]);
    expect(counts('~~~\na b c\n```\na b c\n~~~\nd')).toEqual([[6, 1]]);
  });

  it('begins anew with each item of a list, at whatever depth', () => {
    expect(counts('- one two\n  three\n  - four\n1. five\n* six seven')).toEqual([
      [1, 3],
      [3, 1],
      [4, 1],
      [5, 2],
    ]);
  });

  it('takes a paragraph within an item for text, though it is indented', () => {
    expect(counts('1. one\n\n    two three\n\nfour\n\n    code here')).toEqual([
      [1, 1],
      [3, 2],
      [5, 1],
    ]);
  });

  it('takes a line with a bar for a table only above a rule', () => {
    expect(counts('| a b c')).toEqual([[1, 3]]);
  });

  it('reads what is quoted', () => {
    expect(counts('> one two\n> three')).toEqual([[1, 3]]);
  });

  it('counts the text of a link and not its target, and no mark that stands alone', () => {
    expect(counts('see [these two](a/b.md#c) - a + `b c` **d**')).toEqual([[1, 7]]);
  });
});

describe('anchorsOf', () => {
  it('goes by the rule of GitHub', () => {
    const text = lines(
      '# Speed of the SIMD engine',
      '## What is `train.ts`, and why?',
      '### The [linked](a.md) one ###',
      '## R² at 95%',
      '## snake_case - and dashes',
    );
    expect([...anchorsOf(text)]).toEqual([
      'speed-of-the-simd-engine',
      'what-is-traints-and-why',
      'the-linked-one',
      'r-at-95',
      'snake_case---and-dashes',
    ]);
  });

  it('numbers headings of the same name', () => {
    expect([...anchorsOf('# A\n\n## B\n\n# A\n\n# A\n')]).toEqual(['a', 'b', 'a-1', 'a-2']);
  });

  it('takes no comment in code for a heading', () => {
    expect([...anchorsOf('```sh\n# not one\n```\n#neither\n')]).toEqual([]);
  });
});

describe('linksOf', () => {
  it('finds links and pictures, with their lines', () => {
    const text = lines('[a](b.md), [c', 'd](#e)', '', '![f](g.png "title") [![h](i.png)](j/)', '| [k](https://l.m) |');
    expect(linksOf(text)).toEqual([
      { line: 1, target: 'b.md' },
      { line: 1, target: '#e' },
      { line: 4, target: 'g.png' },
      { line: 4, target: 'j/' },
      { line: 4, target: 'i.png' },
      { line: 5, target: 'https://l.m' },
    ]);
  });

  it('finds a link whose text is code, and none within code', () => {
    const text = lines('[`a`](b.md) `[c](d.md)` ``[e](f.md)` ``', '', '```', '[g](h.md)', '```', '', '    [i](j.md)');
    expect(linksOf(text)).toEqual([{ line: 1, target: 'b.md' }]);
  });

  it('lets no single backtick reach beyond its paragraph', () => {
    expect(linksOf('a ` b\n\n[c](d.md) `e`')).toEqual([{ line: 3, target: 'd.md' }]);
  });
});
