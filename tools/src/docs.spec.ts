/** Our documents can be read: a short README, short paragraphs, links that lead somewhere, figures of the record. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenLinks, longParagraphs } from './testing/docs.js';
import { ROOT } from './workspace.js';

const MOST_LINES = 130;
const MOST_WORDS = 80;

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const markdownBelow = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort();

const documents = ['README.md', 'CONTRIBUTING.md', ...markdownBelow('docs')];
/** Those that people read from end to end: not the decisions, and not what programs write. */
const pages = documents.filter(
  (file) => !file.includes('/') || /^docs\/(?:method\/)?[^/]+$/.test(file) || file === 'docs/performance/README.md',
);

describe('README.md', () => {
  const lines = read('README.md').trimEnd().split('\n');

  it(`has at most ${MOST_LINES} lines`, () => {
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
  });

  it('shows lines of the example of a training loop, in their order', () => {
    const bare = (line: string): string => line.replace(/\/\/.*/, '').trim();
    const loop = read('libs/nn/src/examples/loop.ts').split('\n').map(bare);
    const begin = lines.indexOf('```ts', lines.indexOf('## The training loop')) + 1;
    const shown = lines.slice(begin, lines.indexOf('```', begin)).map(bare);
    expect(shown).toContain('engine.step();');
    let place = -1;
    for (const line of shown) {
      place = loop.indexOf(line, place + 1);
      expect(place, `"${line}" is not there, or not in this order`).not.toBe(-1);
    }
  });

  it("has the committed run's figures in its table", () => {
    const cellsOf = (row: string): readonly string[] => row.split('|').map((cell) => cell.trim());
    const inTable = (row: string): boolean => /^\| \d/.test(row);
    const committed = read('docs/performance/benchmark_results.md').split('\n').filter(inTable).map(cellsOf);
    // Size, seconds, R2, and the published seconds and R2: the places of these columns in the table of a run.
    const expected = committed.map((cells) => [1, 3, 6, 8, 9].map((column) => cells[column]));
    expect(expected).toHaveLength(10);
    expect(lines.filter(inTable).map((row) => cellsOf(row).slice(1, -1))).toEqual(expected);
  });
});

describe('A page', () => {
  it('is every document that is meant for reading', () => {
    expect(pages).toEqual(
      expect.arrayContaining([
        'README.md',
        'CONTRIBUTING.md',
        'docs/architecture.md',
        'docs/interpolator.md',
        'docs/method/README.md',
        'docs/method/arithmetic.md',
        'docs/performance/README.md',
        'docs/reading-order.md',
      ]),
    );
  });

  it.each(pages)(`%s has no paragraph of more than ${MOST_WORDS} words`, (file) => {
    expect(longParagraphs(file, read(file), MOST_WORDS)).toEqual([]);
  });
});

describe('A link', () => {
  it.each(documents)('of %s leads to a file, and to a heading of it', (file) => {
    expect(brokenLinks(ROOT, file, read(file))).toEqual([]);
  });
});

describe('What is planted', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'fived docs '));
    mkdirSync(join(root, 'docs'));
    writeFileSync(join(root, 'README.md'), '# Title\n');
    writeFileSync(join(root, 'docs/page.md'), '# Page\n\n## A part\n');
    writeFileSync(join(root, 'docs/chart.png'), '');
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it('is found: a long paragraph, with its line and its words', () => {
    const words = (count: number): string => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');
    const text = `# Title\n\n${words(80)}\n\n- ${words(80)}\n- ${words(40)}\n  ${words(41)}\n`;
    expect(longParagraphs('a.md', text, 80)).toEqual(['a.md:6: a paragraph of 81 words, at most 80']);
  });

  it('is found: links to no file, to no heading and out of the repository', () => {
    const text = [
      '# Page',
      '[a](../README.md) [b](../README.md#title) [c](#page) [d](chart.png) [e](../docs) [f](https://example.org/#g)',
      '',
      'and [a](none.md), [b](#none),',
      '[c](../README.md#none) and [d](chart.png#page); [e](../../docs/page.md), [f](/README.md)',
    ].join('\n');
    expect(brokenLinks(root, 'docs/page.md', text)).toEqual([
      'docs/page.md:4: none.md: there is no docs/none.md',
      'docs/page.md:4: #none: there is no heading #none in docs/page.md',
      'docs/page.md:5: ../README.md#none: there is no heading #none in README.md',
      'docs/page.md:5: chart.png#page: docs/chart.png has no headings',
      'docs/page.md:5: ../../docs/page.md: not within this repository',
      'docs/page.md:5: /README.md: not within this repository',
    ]);
  });
});
