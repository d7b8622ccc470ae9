/**
 * A position in a JSON text that advances token by token. JSON.parse is not enough: it silently keeps the last of two
 * equal keys, does not know NaN (which Python writes), words its errors differently in each version, and never says
 * where a value was.
 */
import { quoted } from './messages.js';

export interface JsonCursor {
  /** The file as messages name it. */
  readonly source: string;
  /** The next character that is not a blank, or '' at the end. Does not advance. */
  peek(): string;
  /** Advances past `character` if it is the next one that is not a blank. */
  accept(character: string): boolean;
  /** Advances past `character`, which must be next. */
  expect(character: string): void;
  /** Checks that only blanks are left. */
  expectEnd(): void;
  /** Advances past a string and returns its value. */
  string(): string;
  /** Advances past one value that is neither an array nor an object. Returns its text, or the value of a string. */
  scalar(): string;
  /** Throws an Error that names the file and the line. */
  fail(problem: string): never;
}

const END_OF_SCALAR = /[\s,:[\]{}"]/g;

/** @param source names the file in messages */
export const createJsonCursor = (text: string, source: string): JsonCursor => {
  let place = 0;

  const fail = (problem: string): never => {
    let line = 1;
    for (let i = text.indexOf('\n'); i >= 0 && i < place; i = text.indexOf('\n', i + 1)) line += 1;
    throw new Error(`${source}, line ${line}: ${problem}`);
  };
  const peek = (): string => {
    while (place < text.length && ' \t\r\n'.includes(text[place])) place += 1;
    return text.charAt(place);
  };
  const accept = (character: string): boolean => {
    const found = peek() === character;
    if (found) place += 1;
    return found;
  };
  const failAtNext = (expected: string): never => {
    const next = peek();
    return fail(
      `expected ${expected}, found ${next === '' ? 'the end of the file' : quoted(text.slice(place, place + 12))}`,
    );
  };
  const isEscaped = (quote: number): boolean => {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    return backslashes % 2 === 1;
  };
  const string = (): string => {
    if (peek() !== '"') return failAtNext('a string');
    let end = text.indexOf('"', place + 1);
    while (end >= 0 && isEscaped(end)) end = text.indexOf('"', end + 1);
    if (end < 0) return fail('a string is opened and not closed');
    const token = text.slice(place, end + 1);
    let value: unknown;
    try {
      value = JSON.parse(token);
    } catch {
      return fail(
        `${quoted(token.slice(1, -1))} is not a string of JSON: ` +
          'it holds a line break, a control character or a bad escape',
      );
    }
    place = end + 1;
    return String(value);
  };

  return {
    source,
    peek,
    accept,
    expect: (character) => {
      if (!accept(character)) failAtNext(character);
    },
    expectEnd: () => {
      if (peek() !== '') failAtNext('the end of the file after the table');
    },
    string,
    scalar: () => {
      if (peek() === '"') return string();
      END_OF_SCALAR.lastIndex = place;
      const end = END_OF_SCALAR.exec(text)?.index ?? text.length;
      if (end === place) return failAtNext('a number');
      const token = text.slice(place, end);
      place = end;
      return token;
    },
    fail,
  };
};
