/**
 * A document as data: sections with paragraphs, lists, tables, figures and checked statements. Nothing here knows about
 * Markdown or HTML. Any text may contain any character; the writers make it safe.
 */
import type { Figure } from '@fived/charts';
import type { Table } from '@fived/records';

export type Inline =
  | string
  | { readonly kind: 'code' | 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** A piece of running text. */
export type Prose = readonly Inline[];

export const code = (text: string): Inline => ({ kind: 'code', text });
export const strong = (text: string): Inline => ({ kind: 'strong', text });
export const link = (text: string, href: string): Inline => ({ kind: 'link', text, href });

/**
 * Running text from a template: prose`Took ${code('fived bench')} ${3} minutes.` A line break, with the indentation of
 * the next line, becomes a space.
 */
export const prose = (strings: TemplateStringsArray, ...values: readonly (Inline | number | Prose)[]): Prose =>
  strings
    .flatMap((wrapped, index): Prose => {
      const text = wrapped.replaceAll(/\n\s*/g, ' ');
      const value = values.at(index);
      if (value === undefined || index === values.length) return [text];
      return [
        text,
        ...(typeof value === 'number'
          ? [String(value)]
          : typeof value === 'string' || 'kind' in value
            ? [value]
            : value),
      ];
    })
    .filter((inline) => inline !== '');

/** Running text as a reader sees it, without markup. */
export const plain = (text: Prose): string =>
  text.map((inline) => (typeof inline === 'string' ? inline : inline.text)).join('');

export interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly text: Prose;
}

export interface ListBlock {
  readonly kind: 'list';
  readonly ordered: boolean;
  readonly items: readonly Prose[];
}

/** Names and the values that belong to them. */
export interface FactsBlock {
  readonly kind: 'facts';
  readonly facts: readonly (readonly [name: string, value: Prose])[];
}

export interface CodeBlock {
  readonly kind: 'code';
  /** The language, as Markdown names it. */
  readonly language: string;
  readonly text: string;
}

export interface TableBlock {
  readonly kind: 'table';
  /** Unique in the document; letters, digits and "-". */
  readonly id: string;
  readonly caption: string;
  readonly table: Table;
  /** A long table that a page may fold away. */
  readonly folded: boolean;
}

export interface FigureBlock {
  readonly kind: 'figure';
  /** Unique in the document; letters, digits and "-". */
  readonly id: string;
  /** The chart's file, beside the document. */
  readonly file: string;
  readonly figure: Figure;
  /** What the picture shows, for those who do not see it. */
  readonly alt: string;
  readonly caption: string;
}

export type Verdict = 'holds' | 'does not hold' | 'cannot be told';

/** A statement of the published page, and what our data say about it. */
export interface Check {
  readonly statement: string;
  readonly verdict: Verdict;
  /** The deciding figures, in sentences. */
  readonly found: string;
}

export interface ChecksBlock {
  readonly kind: 'checks';
  readonly checks: readonly Check[];
}

export type Block = ParagraphBlock | ListBlock | FactsBlock | CodeBlock | TableBlock | FigureBlock | ChecksBlock;

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly sections: readonly Section[];
}

export interface Document {
  readonly title: string;
  /** Below the title: what was run, when and on what. */
  readonly subtitle: readonly string[];
  readonly sections: readonly Section[];
}

export const section = (title: string, blocks: readonly Block[], sections: readonly Section[] = []): Section => ({
  title,
  blocks,
  sections,
});
export const paragraph = (text: Prose): ParagraphBlock => ({ kind: 'paragraph', text });
export const list = (items: readonly Prose[]): ListBlock => ({ kind: 'list', ordered: false, items });
export const steps = (items: readonly Prose[]): ListBlock => ({ kind: 'list', ordered: true, items });
export const facts = (entries: FactsBlock['facts']): FactsBlock => ({ kind: 'facts', facts: entries });
export const codeBlock = (language: string, text: string): CodeBlock => ({ kind: 'code', language, text });
export const checks = (all: readonly Check[]): ChecksBlock => ({ kind: 'checks', checks: all });

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** A section's id for links. The parents' titles come first, since titles alone repeat. */
export const sectionId = ({ title }: Section, parentId?: string): string =>
  parentId === undefined ? slug(title) : `${parentId}--${slug(title)}`;

/** The blocks of all sections, in the order of reading. */
export const allBlocks = (sections: readonly Section[]): readonly Block[] =>
  sections.flatMap((each) => [...each.blocks, ...allBlocks(each.sections)]);

export type Numbered = TableBlock | FigureBlock;

/** "Table 2", "Figure 1": each kind has its own numbers, in the order of reading. */
export const numbering = ({ sections }: Document): ReadonlyMap<Numbered, string> => {
  const blocks = allBlocks(sections);
  const tables = blocks.filter((block) => block.kind === 'table');
  const figures = blocks.filter((block) => block.kind === 'figure');
  return new Map<Numbered, string>([
    ...tables.map((block, index) => [block, `Table ${index + 1}`] as const),
    ...figures.map((block, index) => [block, `Figure ${index + 1}`] as const),
  ]);
};
