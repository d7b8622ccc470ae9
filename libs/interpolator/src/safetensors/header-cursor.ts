/**
 * A position in the text of a header that advances token by token. JSON.parse is not enough: it silently keeps the last
 * of two equal keys, accepts 1.0 and 1e3 as whole numbers and rounds those beyond 2^53, and follows any nesting.
 */
import { quoted } from './messages.js';

/** `label` says in which part of the header the cursor is. Each message begins with it. */
export interface HeaderCursor {
  /** Advances past `character` if it is the next one that is not a blank. */
  accept(character: string): boolean;
  /** Advances past `character`, which must be next. */
  expect(character: string, label: string): void;
  /** Checks that only blanks are left. */
  expectEnd(): void;
  /** Advances past a string and returns its value. */
  string(label: string): string;
  /** Advances past a whole number from 0 to 2^53 - 1 in plain digits and returns it. */
  wholeNumber(label: string): number;
  /** Throws an Error that names the file. */
  fail(label: string, problem: string): never;
}

/** Longer than any accepted number, and short enough for a look at a text of megabytes. */
const NUMBER_TOKEN = /[-+.\w]{1,24}/y;
const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;

/** @param source names the file in messages */
export const createHeaderCursor = (text: string, source: string): HeaderCursor => {
  let place = 0;

  const fail = (label: string, problem: string): never => {
    throw new Error(`${source}: ${label}: ${problem}`);
  };
  const peek = (): string => {
    while (place < text.length && ' \t\r\n'.includes(text[place])) place += 1;
    return text.charAt(place);
  };
  const failAtNext = (label: string, expected: string): never => {
    const next = peek() === '' ? 'its end' : quoted(text.slice(place, place + 40));
    return fail(label, `expected ${expected} at character ${place} of the header, found ${next}`);
  };
  const accept = (character: string): boolean => {
    const found = peek() === character;
    if (found) place += 1;
    return found;
  };
  /** Where the string that starts here ends: its closing quote, or the end of the text. */
  const closingQuote = (): number => {
    let end = place + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    return end;
  };

  return {
    accept,
    fail,
    expect: (character, label) => {
      if (!accept(character)) failAtNext(label, '}]'.includes(character) ? `, or ${character}` : character);
    },
    expectEnd: () => {
      if (peek() !== '') failAtNext('header', 'only blanks after the closing }');
    },
    string: (label) => {
      if (peek() !== '"') return failAtNext(label, 'a string');
      const token = text.slice(place, closingQuote() + 1);
      let value: unknown;
      try {
        value = JSON.parse(token);
      } catch {
        return failAtNext(label, 'a string of JSON, closed and without bad escapes,');
      }
      place += token.length;
      return String(value);
    },
    wholeNumber: (label) => {
      peek();
      NUMBER_TOKEN.lastIndex = place;
      const token = NUMBER_TOKEN.exec(text)?.[0] ?? '';
      const value = Number(token);
      if (!WHOLE_NUMBER.test(token) || !Number.isSafeInteger(value)) {
        return failAtNext(label, `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
      }
      place += token.length;
      return value;
    },
  };
};
