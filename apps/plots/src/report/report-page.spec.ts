import { describe, expect, it } from 'vitest';
import { reportOf } from '../report.js';
import { descendants, named, parseHtml, type Parsed } from '../testing/parse-html.js';
import { reportPage } from './report-page.js';
import { HOSTILE_READ, HOSTILE_SOURCES, SOURCES } from '../testing/sources.js';

const idsOf = (page: Parsed): readonly string[] =>
  descendants(page).flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]));

describe.each(Object.entries(SOURCES))('the page of %s', (_, sources) => {
  const { markdown, html, figures } = reportOf(sources);
  const page = parseHtml(html);

  it('shows each chart with its words where the Markdown has its file', () => {
    const shown = named(page, 'figure');
    expect(shown).toHaveLength(Object.keys(figures).length);
    expect(named(page, 'img')).toEqual([]);
    for (const figure of shown) {
      const [caption] = named(figure, 'figcaption');
      expect(caption.text.replace(/\n/g, ' ')).toMatch(/^Figure \d\. .{30}/);
      const charts = named(figure, 'svg');
      expect(charts.length).toBeGreaterThanOrEqual(2);
      for (const chart of charts) expect(named(chart, 'desc')[0].text).toMatch(/^\S.{100}[^\n]*\.$/);
    }
  });

  it('has the cells of the Markdown, each table with its caption, heads of columns and heads of rows', () => {
    const rows = markdown.split('\n').filter((line) => /^\| (?!:?-)/.test(line));
    const read = named(page, 'tr').map(({ children }) => `| ${children.map(({ text }) => text).join(' | ')} |`);
    expect(read).toEqual(rows);
    for (const table of named(page, 'table')) {
      expect(named(table, 'caption')[0].text).toMatch(/^Table \d\. \S/);
      const [heads, ...body] = named(table, 'tr').map(({ children }) => children);
      expect(new Set(heads.map(({ name, attributes }) => `${name} ${String(attributes.scope)}`))).toEqual(
        new Set(['th col']),
      );
      for (const [first, ...others] of body) {
        expect([first.name, first.attributes.scope]).toEqual(['th', 'row']);
        expect(new Set(others.map(({ name }) => name))).toEqual(new Set(['td']));
      }
    }
  });

  it('has no id twice, and no link within that leads nowhere', () => {
    const ids = idsOf(page);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const targets = named(page, 'a').flatMap(({ attributes }) =>
      attributes.href?.startsWith('#') === true ? [attributes.href.slice(1)] : [],
    );
    expect(targets.length).toBeGreaterThan(30);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    expect(targets).toContain('notes-and-limitations--memory-profiling');
  });

  it('asks for nothing from outside: only plain links name another address', () => {
    for (const { name, attributes } of descendants(page)) {
      expect(attributes.src).toBeUndefined();
      for (const [key, value = ''] of Object.entries(attributes)) {
        const isPlainLink = name === 'a' && key === 'href';
        if (!isPlainLink && key !== 'xmlns') expect(value, `${name} ${key}`).not.toMatch(/^\s*(?:https?:)?\/\//);
        expect(key, name).not.toMatch(/^on/);
      }
      if (name === 'link') expect(attributes.href).toBe('data:,');
    }
    for (const { text } of named(page, 'style')) expect(text).not.toMatch(/url\(|@import|@font-face/);
    const policy = named(page, 'meta').find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    expect(policy?.attributes.content).toMatch(/^default-src 'none'; /);
  });

  it('is the same again', () => {
    expect(reportOf(sources).html).toBe(html);
  });
});

describe('the page', () => {
  const { figures, markdown, html } = reportOf(SOURCES['both files']);
  const page = parseHtml(html);

  it('draws a figure once as it is for a wide screen, and a chart a panel for a narrow one', () => {
    const accuracy = named(page, 'figure').find(({ attributes }) => attributes.id === 'figure-5');
    const boxes = (accuracy === undefined ? [] : named(accuracy, 'svg')).map(({ attributes }) => attributes.viewBox);
    expect(boxes).toEqual(['0 0 2084 733', '0 0 640 620', '0 0 640 620', '0 0 640 620']);
  });

  it('folds a long table away, and no other', () => {
    const folded = named(named(page, 'main')[0], 'details').flatMap((details) => named(details, 'table'));
    expect(folded.map((table) => named(table, 'caption')[0].text)).toEqual([
      'Table 5. Every run, with the hashes of its weights',
    ]);
  });

  it('gives names, verdicts and key numbers each their look', () => {
    expect(named(page, 'dt').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['CPU', 'Batch size', 'Test set']),
    );
    expect(named(page, 'dd').map(({ text }) => text)).toContain('Made-up CPU');
    const classes = named(page, 'strong').map(({ text, attributes }) => [text, attributes.class]);
    expect(classes).toContainEqual(['Holds', 'verdict Holds']);
    expect(named(page, 'ul').map(({ attributes }) => attributes.class)).toContain('key');
  });

  it('makes no element of what looks like one in the Markdown', () => {
    const with_ = reportPage(markdown.replace('## Summary', '<script>alert(1)</script>\n\n## Summary'), figures);
    expect(named(parseHtml(with_), 'script')).toHaveLength(1);
  });
});

describe('hostile texts in the files', () => {
  it('come out as they are, as text, and make no element', () => {
    const page = parseHtml(reportOf(HOSTILE_SOURCES).html);
    expect(named(page, 'main')[0].text.split(HOSTILE_READ).length).toBeGreaterThan(20);
    // Charts and all.
    expect(page.text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(named(page, 'b')).toEqual([]);
    expect(named(page, 'script')).toHaveLength(1);
    const harmless = parseHtml(reportOf(SOURCES['another engine beside']).html);
    expect(new Set(descendants(page).map(({ name }) => name))).toEqual(
      new Set(descendants(harmless).map(({ name }) => name)),
    );
    expect(named(page, 'a').filter(({ attributes }) => attributes.href?.includes('a.example') === true)).toEqual([]);
  });
});

describe('the parser of these tests', () => {
  it.each(['<p><b>x</p></b>', '<p>a & b</p>', '<p>', '<p a="1" a="2"></p>', '<p>a < b</p>', '<script>'])(
    'refuses %s',
    (html) => {
      expect(() => parseHtml(`<!DOCTYPE html>\n${html}`)).toThrow();
    },
  );
});
