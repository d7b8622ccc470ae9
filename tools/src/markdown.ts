/**
 * Paragraphs, headings and links of a Markdown text, for the checks of our documents (docs.spec.ts). It reads line by
 * line what they use of GitHub's Markdown, and leaves out underlined headings, links by reference, and HTML.
 */

export interface Paragraph {
  /** Where it begins, from 1. */
  readonly line: number;
  /** Groups of characters between blanks that have a letter or a digit; the target of a link is none. */
  readonly wordCount: number;
}

export interface Link {
  readonly line: number;
  /** As it is written: a path, `#anchor`, both, or an address. */
  readonly target: string;
}

type Kind = 'blank' | 'code' | 'heading' | 'table' | 'item' | 'text';

interface Line {
  readonly kind: Kind;
  /** What it says, without the marks of a heading, an item or a quotation. */
  readonly text: string;
}

const FENCE = /^\s*(`{3,}|~{3,})/;
const INDENTED = /^(?: {4}|\t)/;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?=\S)(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** What the group of a pattern holds, if the text matches it. */
const groupOf = (pattern: RegExp, text: string): string | undefined => pattern.exec(text)?.[1];

/** What each line is. A code block is one that is fenced, or indented by four after a blank line and outside a list. */
const readLines = (text: string): readonly Line[] => {
  const rows = text.split('\n').map((row) => row.replace(/^ {0,3}>\s?/, ''));
  const lines: Line[] = [];
  let fence: string | undefined;
  let isInList = false;

  const read = (row: string, next: string): Line => {
    const before = lines.at(-1)?.kind ?? 'blank';
    const mark = groupOf(FENCE, row);
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && row.trim() === mark) fence = undefined;
      return { kind: 'code', text: '' };
    }
    if (mark !== undefined) {
      fence = mark;
      return { kind: 'code', text: '' };
    }
    if (row.trim() === '') return { kind: 'blank', text: '' };
    const item = groupOf(ITEM, row);
    if (INDENTED.test(row) && !isInList && (before === 'blank' || before === 'code')) return { kind: 'code', text: '' };
    if (item !== undefined) {
      isInList = true;
      return { kind: 'item', text: item };
    }
    if (before === 'blank' && !row.startsWith(' ')) isInList = false;
    const heading = groupOf(HEADING, row);
    if (heading !== undefined) return { kind: 'heading', text: heading };
    if (row.trimStart().startsWith('|') && (before === 'table' || TABLE_RULE.test(next))) {
      return { kind: 'table', text: row };
    }
    return { kind: 'text', text: row };
  };

  for (const [i, row] of rows.entries()) lines.push(read(row, rows[i + 1] ?? ''));
  return lines;
};

const countWords = (text: string): number =>
  text
    .replace(/\]\([^)]*\)/g, ']')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** All paragraphs in order. An item of a list is one of its own; code, headings and the rows of tables are none. */
export const paragraphsOf = (text: string): readonly Paragraph[] => {
  const paragraphs: { line: number; wordCount: number }[] = [];
  let isOpen = false;
  for (const [i, { kind, text: words }] of readLines(text).entries()) {
    const open = paragraphs.at(-1);
    if (kind === 'text' && isOpen && open !== undefined) {
      open.wordCount += countWords(words);
      continue;
    }
    isOpen = kind === 'text' || kind === 'item';
    if (isOpen) paragraphs.push({ line: i + 1, wordCount: countWords(words) });
  }
  return paragraphs;
};

/**
 * The anchors of a text's headings by GitHub's rule: what the heading shows, in lower case, without anything but
 * letters, digits, `_`, `-` and blanks, each blank as `-`. A second heading of the same name has `-1` after it.
 */
export const anchorsOf = (text: string): ReadonlySet<string> => {
  const anchors = new Set<string>();
  const uses = new Map<string, number>();
  for (const line of readLines(text)) {
    if (line.kind !== 'heading') continue;
    const name = line.text
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    const earlier = uses.get(name) ?? 0;
    uses.set(name, earlier + 1);
    anchors.add(earlier === 0 ? name : `${name}-${earlier}`);
  }
  return anchors;
};

/** All links and pictures, `[text](target)`, that are not in code. */
export const linksOf = (text: string): readonly Link[] => {
  const rows = text.split('\n');
  const prose = readLines(text)
    .map(({ kind }, i) => (kind === 'code' ? '' : rows[i]))
    .join('\n')
    // Code within a line, which may go on in the next one but not beyond a blank one.
    .replace(/(?<!`)(`+)(?!`)((?:(?!\n\s*\n)[^])*?[^`])\1(?!`)/g, (code) => code.replace(/[^\n]/g, ' '));
  const links: Link[] = [];
  for (const { index, 1: target } of prose.matchAll(/\]\(\s*<?([^()\s<>]+)>?(?:\s+"[^"]*")?\s*\)/g))
    links.push({ line: prose.slice(0, index).split('\n').length, target });
  return links;
};
