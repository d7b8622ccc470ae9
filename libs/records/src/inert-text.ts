/**
 * Texts that are not ours (whatever a result file says of its machine, its packages or itself) made inert for the place
 * where they are shown: they are read as they are and do nothing. No escape sequence reaches a terminal, no text breaks
 * out of its line or its table's cell, none becomes a mark of Markdown or an element of HTML.
 *
 * Every border has a place of its own: `terminal` for what is printed, `markdown` for running text, headings and cells
 * of Markdown, `code` for what stands there between single backticks or in a fenced line, `html` for an element's
 * content and for a quoted attribute. The base of all of them is `terminal`.
 */
export type Place = 'terminal' | 'markdown' | 'code' | 'html';

/** Tabs and line ends of every kind, with the blanks around them. */
const BREAKS = /\s*[\t\n\v\f\r\u0085\p{Zl}\p{Zp}]\s*/gu;

/**
 * Control characters (so ESC, with which a terminal's sequences begin), format characters (which turn the direction of
 * text round, or hide) but the two joiners that scripts need, and lone halves of surrogate pairs.
 */
const UNSEEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** What nearly all texts are, of which files of many megabytes have millions. */
const PLAIN = /^[ -~]*$/;

const REPLACEMENT = '\uFFFD';

/** What CommonMark and GitHub take for a mark wherever it stands: the last two begin a link by themselves. */
const MARKS = /[\\`*_[\]<>|&~#$]|(?<=\b(?:https?|ftp)):(?=\/\/)|(?<=\bwww)\./gi;

/** What is a mark only where a line begins: of a list, of a rule, of a heading that is underlined. */
const FIRST_MARK = /^(\d{0,9})([-+=.)])(?=[\s\-=]|$)/;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const MAKE_INERT: Readonly<Record<Place, (line: string) => string>> = {
  terminal: (line) => line,
  markdown: (line) => line.replaceAll(MARKS, '\\$&').replace(FIRST_MARK, '$1\\$2'),
  // No backslash counts between backticks.
  code: (line) => line.replaceAll('`', "'"),
  html: (line) => line.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character),
};

/**
 * A value as JSON has it, with every text in it, names of fields too, inert for the terminal. It is done once where a
 * file or the system is read, so that no later place of the program can forget it.
 */
export const inertStrings = <Value>(value: Value): Value => {
  const inert = (part: unknown): unknown => {
    if (typeof part === 'string') return inertText(part, 'terminal');
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(inert);
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [inertText(name, 'terminal'), inert(inner)]));
  };
  return inert(value) as Value;
};

/** JSON for people and programs: what would do something on a terminal is escaped, and reads back as it was. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (unseen) =>
    unseen === '\n'
      ? unseen
      : unseen.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );

/** One line of text that does nothing in its place; a character that has no place in a text becomes U+FFFD. */
export const inertText = (text: string, place: Place): string =>
  MAKE_INERT[place](PLAIN.test(text) ? text : text.replaceAll(BREAKS, ' ').replaceAll(UNSEEN, REPLACEMENT));
