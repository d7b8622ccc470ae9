import type { Figure } from '@fived/charts';
import { describe, expect, it } from 'vitest';
import {
  checks,
  code,
  codeBlock,
  facts,
  link,
  list,
  paragraph,
  section,
  steps,
  strong,
  type Block,
} from './document.js';
import { descendants, named, parseHtml, type Parsed } from './parse-html.fixture.js';
import { toHtml } from './to-html.js';

const HOSTILE = `</script><b title="x">'&amp;'</b>`;

const figure: Figure = {
  width: 900,
  height: 600,
  title: HOSTILE,
  subtitle: [HOSTILE],
  panels: ['left', 'right'].map((label) => ({
    x: { scale: 'linear', domain: [0, 10], label },
    y: { scale: 'linear', domain: [0, 10], label: HOSTILE },
    marks: [],
  })),
};

const cell = (value: number | string | undefined, text: string) => ({ value, text });

const BLOCKS: readonly Block[] = [
  paragraph([HOSTILE, code(HOSTILE), strong(HOSTILE), link(HOSTILE, `https://a.example/${HOSTILE}`)]),
  list([[HOSTILE]]),
  steps([[HOSTILE]]),
  facts([[HOSTILE, [HOSTILE]]]),
  codeBlock('sh', HOSTILE),
  checks([{ statement: HOSTILE, verdict: 'does not hold', found: HOSTILE }]),
  {
    kind: 'table',
    id: 'a-table',
    caption: HOSTILE,
    folded: false,
    table: {
      columns: [
        { key: 'name', header: HOSTILE, unit: HOSTILE, align: 'left' },
        { key: 'time', header: 'time', unit: 's', align: 'right' },
      ],
      rows: [
        [cell(HOSTILE, HOSTILE), cell(1 / 3, '0.33')],
        [cell('plain', 'plain'), cell(undefined, '-')],
      ],
    },
  },
  { kind: 'figure', id: 'a-figure', file: 'a.png', figure, alt: HOSTILE, caption: HOSTILE },
];

const page = parseHtml(toHtml({ title: HOSTILE, subtitle: [HOSTILE], sections: [section(HOSTILE, BLOCKS)] }));

const only = (name: string, within: Parsed = page): Parsed => {
  const [first, ...others] = named(within, name);
  expect(others, name).toEqual([]);
  return first;
};

describe('toHtml', () => {
  it('writes any text so that it is read as it is, wherever it stands', () => {
    expect(named(page, 'b')).toEqual([]);
    expect(named(page, 'script')).toHaveLength(1);
    expect(
      [only('title', only('head')), only('h1'), only('h2'), only('dt'), only('dd'), only('pre'), only('q')].map(
        ({ text }) => text,
      ),
    ).toEqual(Array.from({ length: 7 }, () => HOSTILE));
    expect(only('caption').text).toBe(`Table 1. ${HOSTILE}`);
    expect(only('figcaption').text).toBe(`Figure 1. ${HOSTILE}`);
    expect(named(page, 'p').some(({ text }) => text === HOSTILE.repeat(4))).toBe(true);
  });

  it('keeps a table as data beside what people read', () => {
    const [heads, first, second] = named(only('table'), 'tr').map(({ children }) => children);
    expect(heads.map(({ text }) => text)).toEqual([`${HOSTILE} (${HOSTILE})`, 'time (s)']);
    expect(first.map(({ name, text, attributes }) => [name, text, attributes['data-value'], attributes.class])).toEqual(
      [
        ['th', HOSTILE, HOSTILE, 'left'],
        ['td', '0.33', String(1 / 3), 'right'],
      ],
    );
    expect(second.map(({ text, attributes }) => [text, attributes['data-value']])).toEqual([
      ['plain', 'plain'],
      ['-', undefined],
    ]);
  });

  it('draws a figure once as it is for a wide screen, and a chart a panel for a narrow one', () => {
    const of = (name: string): readonly Parsed[] =>
      descendants(only('figure'))
        .filter(({ attributes }) => attributes.class === `chart ${name}`)
        .flatMap((box) => named(box, 'svg'));
    expect(of('wide').map(({ attributes }) => attributes.viewBox)).toEqual(['0 0 900 600']);
    expect(of('narrow').map(({ attributes }) => attributes.viewBox)).toEqual(['0 0 640 620', '0 0 640 620']);
  });
});
