/**
 * From the report in Markdown to one HTML page that needs nothing else: style, script and charts are inside, and its
 * content security policy lets it fetch nothing. It reads without the script, which only sorts tables.
 *
 * markdown-it makes elements of the Markdown, with rules of ours for charts, headings, code and links. What lies across
 * several elements is then rewritten, which is safe in what markdown-it writes: no text in it has a bare "<".
 */
import { layoutFigure, paintSvg, type Figure } from '@fived/charts';
import MarkdownIt from 'markdown-it';
import type { Figures } from '../write-figures.js';
import { fillIn, readTemplate } from './fill-in.js';

/** When it is shown 330 pixels wide, the smallest text (19 logical pixels) has a size of 10. */
const NARROW_WIDTH = 640;
const NARROW_HEIGHT = 620;
/** Where bars are narrow, the categories' labels are turned and take more height. */
const NARROW_BARS_HEIGHT = 820;

/**
 * The wide chart, and one a panel for narrow screens, where its texts would be too small to read: one below the other,
 * without the lines that the page's own caption and sections say too. All are described by the same words.
 */
const chartHtml = (figure: Figure, file: string, description: string): string => {
  const { title, panels } = figure;
  const svg = (name: string, of: Figure): string =>
    paintSvg(layoutFigure(of), { id: `${file.replace('.png', '')}-${name}`, title, description });
  const narrow = panels.map((panel, index) =>
    svg(`narrow-${index + 1}`, {
      width: NARROW_WIDTH,
      height: 'categories' in panel ? NARROW_BARS_HEIGHT : NARROW_HEIGHT,
      title: index === 0 ? title : '',
      subtitle: [],
      panels: [panel],
    }),
  );
  return `<div class="chart wide">${svg('wide', figure)}</div><div class="chart narrow">${narrow.join('')}</div>`;
};

const LONG_TABLE_ROWS = 20;

/** With its caption, heads of columns and of rows, and units apart; a long one is folded away. */
const tableHtml = (_: string, caption: string, number: string, inner: string): string => {
  const cells = inner
    .replaceAll(/<th(?=[ >])/g, '<th scope="col"')
    .replaceAll(/<tr>\n<td(.*?)<\/td>/g, '<tr>\n<th scope="row"$1</th>')
    .replaceAll(/ (\((?:s|ms|MiB)\))<\/th>/g, ' <span class="unit">$1</span></th>');
  const id = `table-${number}`;
  // Reached by the keyboard, so that it can be scrolled by it.
  const html =
    `<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}--caption">\n` +
    `<table id="${id}" class="sortable">\n<caption id="${id}--caption">${caption}</caption>${cells}</table></div>`;
  return inner.split('<tr>').length - 1 > LONG_TABLE_ROWS
    ? `<details><summary>${caption}</summary>${html}</details>`
    : html;
};

/** Names and what stands for each. */
const factsHtml = (_: string, items: string): string =>
  `<dl>\n${items.replaceAll(/<li><strong>(.*?)<\/strong>: ([^]*?)<\/li>/g, '<div><dt>$1</dt><dd>$2</dd></div>')}</dl>`;

/** The look of lists goes by what their items begin with: a name with a colon, a verdict, or a key number. */
const rewritten = (html: string): string =>
  html
    .replaceAll(
      /<p>(<div class="chart[^]*?)<\/p>\n<p>(<strong>Figure (\d+)\.<\/strong>[^]*?)<\/p>/g,
      '<figure id="figure-$3">$1<figcaption>$2</figcaption></figure>',
    )
    .replaceAll(/<p>(<strong>Table (\d+)\.<\/strong>[^]*?)<\/p>\n<table>([^]*?)<\/table>/g, tableHtml)
    .replaceAll(/<ul>\n(<li><strong>[^<]*<\/strong>: [^]*?)<\/ul>/g, factsHtml)
    .replaceAll(/<strong>((Holds|Does|Cannot)[^<]*):<\/strong>/g, '<strong class="verdict $2">$1</strong>')
    .replaceAll('<ul>\n<li><strong class="verdict', '<ul class="checks">\n<li><strong class="verdict')
    .replaceAll('<ul>\n<li><strong>', '<ul class="key">\n<li><strong>');

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

interface Heading {
  readonly id: string;
  readonly title: string;
  readonly below: Heading[];
}

/** `figures`: by the file names that the Markdown has. Pure: the same gives the same page. */
export const reportPage = (text: string, figures: Figures): string => {
  const sections: Heading[] = [];
  const markdown = new MarkdownIt({ html: false });
  const { renderer, utils, options } = markdown;
  renderer.rules.image = (tokens, index) => {
    const { children, attrs } = tokens[index];
    const words = renderer.renderInlineAsText(children ?? [], options, {});
    const file = String(new Map(attrs).get('src'));
    return chartHtml(figures[file], file, words.replaceAll(/\s+/g, ' ').trim());
  };
  renderer.rules.fence = (tokens, index) =>
    `<pre class="${tokens[index].info}" tabindex="0"><code>${utils.escapeHtml(tokens[index].content)}</code></pre>\n`;
  renderer.rules.link_open = (tokens, index) => {
    tokens[index].attrSet('rel', 'noreferrer');
    return renderer.renderToken(tokens, index, options);
  };
  // An id of the own title after that of the section above, as titles alone repeat.
  renderer.rules.heading_open = (tokens, index) => {
    const { tag } = tokens[index];
    const title = renderer.renderInlineAsText(tokens[index + 1].children ?? [], options, {});
    const above = tag === 'h3' ? sections.at(-1) : undefined;
    const id = above === undefined ? slug(title) : `${above.id}--${slug(title)}`;
    if (tag !== 'h1') (above?.below ?? sections).push({ id, title, below: [] });
    return `<${tag} id="${id}">`;
  };
  const [head, opening, ...rest] = rewritten(markdown.render(text)).split(/(?=<h2)/);
  const title = /^# (.*)$/m.exec(text)?.[1] ?? '';
  const style = readTemplate('page.css');
  return fillIn('page.html.eta', 'html', { title, style, contents: sections, head, opening, rest: rest.join('') });
};
