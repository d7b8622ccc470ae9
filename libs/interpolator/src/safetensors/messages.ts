/**
 * How a file's text appears in a message: on one line, short, and with nothing in it that a terminal would obey. The
 * file may come from anyone.
 */
const MAX_TEXT_LENGTH = 30;
const MAX_SOURCE_LENGTH = 60;
const MAX_SHAPE_LENGTH = 40;

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

export const tensorLabel = (name: string): string => `tensor ${quoted(name)}`;

/** `[3, 4]`; only the first ones of many dimensions. */
export const formatShape = (shape: readonly number[]): string => {
  const text = shape.join(', ');
  return text.length > MAX_SHAPE_LENGTH ? `[${text.slice(0, MAX_SHAPE_LENGTH)}...]` : `[${text}]`;
};
