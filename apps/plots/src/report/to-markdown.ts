/** A document as Markdown (CommonMark with GitHub's tables). Its charts are PNG files beside it. */
import { tableMarkdown } from '@fived/records';
import {
  numbering,
  type Block,
  type Document,
  type Inline,
  type Numbered,
  type Prose,
  type Section,
} from './document.js';

/**
 * Makes any text stand for itself: escapes every character that CommonMark or GitHub's tables could take for markup.
 */
export const escapeMarkdown = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|&~#]/g, '\\$&');

/** A fence with one backtick more than the longest row of them inside. */
const fence = (text: string, least: number): string =>
  '`'.repeat(Math.max(least, ...[...text.matchAll(/`+/g)].map(([row]) => row.length + 1)));

const codeSpan = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  const marks = fence(line, 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${marks}${space}${line}${space}${marks}`;
};

const inline = (part: Inline): string => {
  if (typeof part === 'string') return escapeMarkdown(part);
  switch (part.kind) {
    case 'code':
      return codeSpan(part.text);
    case 'strong':
      return `**${escapeMarkdown(part.text)}**`;
    case 'link':
      return `[${escapeMarkdown(part.text)}](<${part.href.replaceAll(/[<>\s]/g, encodeURIComponent)}>)`;
  }
};

const running = (text: Prose): string => text.map(inline).join('').trim();

const blockMarkdown = (block: Block, numbers: ReadonlyMap<Numbered, string>): string => {
  switch (block.kind) {
    case 'paragraph':
      return running(block.text);
    case 'list':
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${running(item)}`).join('\n');
    case 'facts':
      return block.facts.map(([name, value]) => `- **${escapeMarkdown(name)}**: ${running(value)}`).join('\n');
    case 'code': {
      const marks = fence(block.text, 3);
      return `${marks}${block.language}\n${block.text}\n${marks}`;
    }
    case 'table':
      return (
        `**${numbers.get(block) ?? 'Table'}.** ${escapeMarkdown(block.caption)}\n\n` +
        tableMarkdown(block.table, escapeMarkdown).trimEnd()
      );
    case 'figure':
      return (
        `![${escapeMarkdown(block.alt)}](${block.file})\n\n` +
        `**${numbers.get(block) ?? 'Figure'}.** ${escapeMarkdown(block.caption)}`
      );
    case 'checks':
      return block.checks
        .map(
          ({ statement, verdict, found }) =>
            `- **${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}:** “${escapeMarkdown(statement)}”. ` +
            escapeMarkdown(found),
        )
        .join('\n');
  }
};

const sectionMarkdown = (
  { title, blocks, sections }: Section,
  level: number,
  numbers: ReadonlyMap<Numbered, string>,
): readonly string[] => [
  `${'#'.repeat(level)} ${escapeMarkdown(title)}`,
  ...blocks.map((block) => blockMarkdown(block, numbers)),
  ...sections.flatMap((child) => sectionMarkdown(child, level + 1, numbers)),
];

export const toMarkdown = (document: Document): string => {
  const numbers = numbering(document);
  const parts = [
    `# ${escapeMarkdown(document.title)}`,
    document.subtitle.map(escapeMarkdown).join('  \n'),
    ...document.sections.flatMap((section) => sectionMarkdown(section, 2, numbers)),
  ];
  return `${parts.join('\n\n')}\n`;
};
