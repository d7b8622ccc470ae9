/**
 * A document as one HTML page that needs nothing else: style, script and charts are inside it, and its content security
 * policy lets it fetch nothing. It reads without the script, which only sorts tables.
 */
import { layoutFigure, paintSvg, type Figure } from '@fived/charts';
import type { Cell, Table } from '@fived/records';
import {
  numbering,
  sectionId,
  type Block,
  type Check,
  type Document,
  type FigureBlock,
  type Inline,
  type Numbered,
  type Prose,
  type Section,
  type TableBlock,
} from './document.js';
import { element, escapeHtml } from './html.js';
import { narrowFigures } from './narrow-figures.js';
import { PAGE_SCRIPT } from './page-script.js';
import { PAGE_STYLE } from './page-style.js';

const inline = (part: Inline): string => {
  if (typeof part === 'string') return escapeHtml(part);
  switch (part.kind) {
    case 'code':
      return element('code', {}, escapeHtml(part.text));
    case 'strong':
      return element('strong', {}, escapeHtml(part.text));
    case 'link':
      return element('a', { href: part.href, rel: 'noreferrer' }, escapeHtml(part.text));
  }
};

const running = (text: Prose): string => text.map(inline).join('');

const columnHead = ({ header, unit, align }: Table['columns'][number]): string =>
  element(
    'th',
    { scope: 'col', class: align },
    escapeHtml(header),
    unit === null ? '' : ` ${element('span', { class: 'unit' }, `(${escapeHtml(unit)})`)}`,
  );

/** The unrounded value, for sorting and for programs that read the page. */
const cellHtml = ({ value, text }: Cell, { align }: Table['columns'][number], isFirst: boolean): string => {
  const attributes = { class: align, 'data-value': value };
  return isFirst
    ? element('th', { scope: 'row', ...attributes }, escapeHtml(text))
    : element('td', attributes, escapeHtml(text));
};

const tableHtml = ({ id, caption, table, folded }: TableBlock, number: string): string => {
  const rows = table.rows.map((cells) =>
    element('tr', {}, ...cells.map((cell, index) => cellHtml(cell, table.columns[index], index === 0))),
  );
  const captionHtml = `${element('strong', {}, `${escapeHtml(number)}.`)} ${escapeHtml(caption)}`;
  const grid = element(
    'table',
    { id, class: 'sortable' },
    element('caption', {}, captionHtml),
    '\n',
    element('thead', {}, element('tr', {}, ...table.columns.map(columnHead))),
    '\n',
    element('tbody', {}, ...rows.map((row) => `\n${row}`)),
  );
  // The keyboard can reach it, and so scroll it.
  const scroller = element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${number}. ${caption}` },
    grid,
  );
  return folded
    ? element('details', {}, element('summary', {}, `${escapeHtml(number)}. ${escapeHtml(caption)}`), scroller)
    : scroller;
};

const svg = (figure: Figure, id: string, block: FigureBlock): string =>
  paintSvg(layoutFigure(figure), { id, title: block.figure.title, description: block.alt });

const figureHtml = (block: FigureBlock, number: string): string => {
  const narrow = narrowFigures(block.figure).map((figure, index) =>
    svg(figure, `${block.id}-narrow-${index + 1}`, block),
  );
  return element(
    'figure',
    { id: block.id },
    element('div', { class: 'chart wide' }, svg(block.figure, `${block.id}-wide`, block)),
    element('div', { class: 'chart narrow' }, ...narrow),
    element('figcaption', {}, element('strong', {}, `${escapeHtml(number)}.`), ' ', escapeHtml(block.caption)),
  );
};

const VERDICT_CLASSES = { holds: 'holds', 'does not hold': 'fails', 'cannot be told': 'open' } as const;

const checkHtml = ({ statement, verdict, found }: Check): string =>
  element(
    'li',
    {},
    element(
      'p',
      { class: 'statement' },
      element('span', { class: `verdict ${VERDICT_CLASSES[verdict]}` }, verdict),
      ' ',
      element('q', {}, escapeHtml(statement)),
    ),
    element('p', {}, escapeHtml(found)),
  );

const blockHtml = (block: Block, numbers: ReadonlyMap<Numbered, string>): string => {
  switch (block.kind) {
    case 'paragraph':
      return element('p', {}, running(block.text));
    case 'list':
      return element(block.ordered ? 'ol' : 'ul', {}, ...block.items.map((item) => element('li', {}, running(item))));
    case 'facts':
      return element(
        'dl',
        {},
        ...block.facts.map(([name, value]) =>
          element('div', {}, element('dt', {}, escapeHtml(name)), element('dd', {}, running(value))),
        ),
      );
    case 'code':
      return element('pre', { class: block.language, tabindex: 0 }, element('code', {}, escapeHtml(block.text)));
    case 'table':
      return tableHtml(block, numbers.get(block) ?? 'Table');
    case 'figure':
      return figureHtml(block, numbers.get(block) ?? 'Figure');
    case 'checks':
      return element('ul', { class: 'checks' }, ...block.checks.map(checkHtml));
  }
};

const DEEPEST_HEADING = 6;

const sectionHtml = (
  section: Section,
  level: number,
  numbers: ReadonlyMap<Numbered, string>,
  parentId?: string,
): string => {
  const id = sectionId(section, parentId);
  return element(
    'section',
    { id, 'aria-labelledby': `${id}--title` },
    '\n',
    element(`h${Math.min(level, DEEPEST_HEADING)}`, { id: `${id}--title` }, escapeHtml(section.title)),
    ...section.blocks.map((block) => `\n${blockHtml(block, numbers)}`),
    ...section.sections.map((child) => `\n${sectionHtml(child, level + 1, numbers, id)}`),
  );
};

const contents = (sections: readonly Section[], parentId?: string): string =>
  element(
    'ol',
    {},
    ...sections.map((section) => {
      const id = sectionId(section, parentId);
      const children = parentId === undefined && section.sections.length > 0 ? contents(section.sections, id) : '';
      return element('li', {}, element('a', { href: `#${id}` }, escapeHtml(section.title)), children);
    }),
  );

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; " +
  "img-src data:; base-uri 'none'; form-action 'none'";

const head = (title: string): string =>
  element(
    'head',
    {},
    ...[
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'color-scheme', content: 'light dark' }),
      // Without this a browser asks the server for one.
      element('link', { rel: 'icon', href: 'data:,' }),
      element('title', {}, escapeHtml(title)),
      element('style', {}, PAGE_STYLE),
    ].map((line) => `\n${line}`),
  );

export const toHtml = (document: Document): string => {
  const { title, subtitle, sections } = document;
  const numbers = numbering(document);
  const body = element(
    'body',
    {},
    ...[
      element('a', { class: 'skip', href: '#content' }, 'Skip to the content'),
      element(
        'header',
        {},
        element('h1', {}, escapeHtml(title)),
        ...subtitle.map((line) => element('p', {}, escapeHtml(line))),
      ),
      element(
        'nav',
        { 'aria-label': 'Contents' },
        element('details', { open: true }, element('summary', {}, 'Contents'), contents(sections)),
      ),
      element('main', { id: 'content' }, ...sections.map((section) => `\n${sectionHtml(section, 2, numbers)}`)),
      element('script', {}, PAGE_SCRIPT),
    ].map((line) => `\n${line}`),
  );
  return `<!DOCTYPE html>\n${element('html', { lang: 'en' }, `\n${head(title)}\n${body}\n`)}\n`;
};
