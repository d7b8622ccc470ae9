/**
 * How a file's text appears in a message: on one line, short, and with nothing in it that a terminal would obey. A cell
 * may hold anything: megabytes of text, or control characters.
 */

const MAX_TEXT_LENGTH = 30;
const MAX_SOURCE_LENGTH = 60;
const MAX_LIST_LENGTH = 100;

/** Control and format characters, lone surrogates, and the two other line breaks of Unicode. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

const escapeUnprintable = (text: string): string =>
  text.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/**
 * As many of the pieces as fit. Each stays whole: half a surrogate pair could not be printed, and half an escape not be
 * read.
 */
const takeFitting = (pieces: readonly string[], maxLength: number): readonly string[] => {
  let length = 0;
  const tooMany = pieces.findIndex((piece) => (length += piece.length) > maxLength);
  return tooMany < 0 ? pieces : pieces.slice(0, tooMany);
};

/** In double quotes, with escapes as in JavaScript. An ellipsis marks what is left out. */
export const quoted = (text: string): string => {
  const pieces = Array.from(text.slice(0, MAX_TEXT_LENGTH + 1), (character) =>
    '"\\'.includes(character) ? `\\${character}` : escapeUnprintable(character),
  );
  const shown = takeFitting(pieces, MAX_TEXT_LENGTH);
  return `"${shown.join('')}${shown.length < pieces.length ? '...' : ''}"`;
};

/** A file's name as it appears in messages; only the end of a long path. */
export const sourceLabel = (path: string): string => {
  const pieces = Array.from(path.slice(-MAX_SOURCE_LENGTH - 1), escapeUnprintable).reverse();
  const shown = takeFitting(pieces, MAX_SOURCE_LENGTH);
  return `${shown.length < pieces.length ? '...' : ''}${shown.toReversed().join('')}`;
};

/** A list of names, as many as fit: `x1, x2, "my x" and 97 more`. */
export const nameList = (names: readonly string[]): string => {
  const shown: string[] = [];
  let length = 0;
  for (const name of names) {
    const text = /^[\w.-]{1,30}$/.test(name) ? name : quoted(name);
    if (shown.length > 0 && length + text.length > MAX_LIST_LENGTH) break;
    shown.push(text);
    length += text.length + 2;
  }
  const left = names.length - shown.length;
  return shown.join(', ') + (left > 0 ? ` and ${left} more` : '');
};

/** `1 row`, `2 rows`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
