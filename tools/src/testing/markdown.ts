/** Paragraphs, headings and links of a Markdown text, for the checks of our documents (docs.spec.ts). */
import MarkdownIt, { type Token } from 'markdown-it';

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

const markdown = new MarkdownIt();
markdown.normalizeLink = (target) => target;

/** What stands in the elements of one kind: the tokens after those that open them. */
const inside = (text: string, opening: string): readonly Token[] => {
  const tokens = markdown.parse(text, {});
  return tokens.filter((_, i) => tokens.at(i - 1)?.type === opening);
};

const countWords = (text: string): number =>
  text
    .replace(/\]\([^)]*\)/g, ']')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** All paragraphs in order. An item of a list is one of its own; code, headings and the rows of tables are none. */
export const paragraphsOf = (text: string): readonly Paragraph[] =>
  inside(text, 'paragraph_open').map(({ content, map }) => ({
    line: (map?.[0] ?? 0) + 1,
    wordCount: countWords(content),
  }));

/**
 * The anchors of a text's headings by GitHub's rule: what the heading shows, in lower case, without anything but
 * letters, digits, `_`, `-` and blanks, each blank as `-`. A second heading of the same name has `-1` after it.
 */
export const anchorsOf = (text: string): ReadonlySet<string> => {
  const anchors = new Set<string>();
  const uses = new Map<string, number>();
  for (const { content } of inside(text, 'heading_open')) {
    const name = content
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

/** All links and pictures that are not in code, with the lines in which they begin. */
export const linksOf = (text: string): readonly Link[] => {
  const links: Link[] = [];
  let line = 1;
  for (const { map, children } of markdown.parse(text, {})) {
    // What is in a cell of a table has no place of its own, but its row has.
    if (map !== null) line = map[0] + 1;
    let breaks = 0;
    for (const token of children ?? []) {
      if (token.type.endsWith('break')) breaks++;
      const target = token.attrGet('href') ?? token.attrGet('src');
      if (target !== null) links.push({ line: line + breaks, target: String(target) });
    }
  }
  return links;
};
