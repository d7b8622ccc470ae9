/**
 * The header of a safetensors file:
 *
 *   { "__metadata__": { KEY: TEXT, ... },
 *     NAME: { "dtype": TEXT, "shape": [LENGTH, ...], "data_offsets": [BEGIN, END] }, ... }
 *
 * Its nesting is fixed, so nothing here is recursive. Anything else in a header is refused where it begins.
 *
 * It is read token by token. JSON.parse is not enough: it silently keeps the last of two equal keys, accepts 1.0 and
 * 1e3 as whole numbers and rounds those beyond 2^53, and follows any nesting.
 */
import { quoted } from '@fived/data';
import { keyProblem, MAX_DIMENSIONS, MAX_MEMBERS, METADATA_KEY, textProblem } from './limits.js';
import { DTYPES, tensorLabel, type Dtype } from './tensor.js';

/**
 * The header's statement about a tensor: offsets are in bytes from the start of the buffer after the header. Nothing in
 * it is checked yet.
 */
export interface TensorEntry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Longer than any accepted number, and short enough for a look at a text of megabytes. */
const NUMBER_TOKEN = /[-+.\w]{1,24}/y;
const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;

/**
 * `label` says in which part of the header the cursor is. Each message begins with it.
 * @param source names the file in messages
 */
const createCursor = (text: string, source: string) => {
  let place = 0;

  /** Throws an Error that names the file. */
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
  /** Advances past `character` if it is the next one that is not a blank. */
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
    /** Advances past `character`, which must be next. */
    expect: (character: string, label: string): void => {
      if (!accept(character)) failAtNext(label, '}]'.includes(character) ? `, or ${character}` : character);
    },
    /** Checks that only blanks are left. */
    expectEnd: (): void => {
      if (peek() !== '') failAtNext('header', 'only blanks after the closing }');
    },
    /** Advances past a string and returns its value. */
    string: (label: string): string => {
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
    /** Advances past a whole number from 0 to 2^53 - 1 in plain digits and returns it. */
    wholeNumber: (label: string): number => {
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

type Cursor = ReturnType<typeof createCursor>;

/** Advances past an object with different keys; `readMember` advances past the value of each. */
const readObject = (cursor: Cursor, label: string, readMember: (key: string) => void): void => {
  const keys = new Set<string>();
  cursor.expect('{', label);
  if (cursor.accept('}')) return;
  do {
    const key = cursor.string(label);
    const problem = keyProblem(key);
    if (problem !== undefined) cursor.fail(label, `the key ${quoted(key)} ${problem}`);
    if (keys.has(key)) cursor.fail(label, `the key ${quoted(key)} is there twice`);
    if (keys.size === MAX_MEMBERS) cursor.fail(label, `holds more than ${MAX_MEMBERS} entries, the most that is read`);
    keys.add(key);
    cursor.expect(':', label);
    readMember(key);
  } while (cursor.accept(','));
  cursor.expect('}', label);
};

/** Advances past an array of at most `maxLength` whole numbers. */
const readWholeNumbers = (cursor: Cursor, label: string, maxLength: number): number[] => {
  const values: number[] = [];
  cursor.expect('[', label);
  if (cursor.accept(']')) return values;
  do {
    if (values.length === maxLength)
      cursor.fail(label, `has more than ${maxLength} numbers, the most that may stand there`);
    values.push(cursor.wholeNumber(label));
  } while (cursor.accept(','));
  cursor.expect(']', label);
  return values;
};

const readDtype = (cursor: Cursor, label: string): Dtype => {
  const text = cursor.string(`${label}, dtype`);
  const dtype = DTYPES.find((known) => known === text);
  return dtype ?? cursor.fail(label, `the dtype ${quoted(text)} is not read here, only ${DTYPES.join(', ')}`);
};

const readEntry = (cursor: Cursor, name: string): TensorEntry => {
  const label = tensorLabel(name);
  let dtype: Dtype | undefined;
  let shape: readonly number[] | undefined;
  let offsets: readonly number[] | undefined;
  readObject(cursor, label, (key) => {
    if (key === 'dtype') dtype = readDtype(cursor, label);
    else if (key === 'shape') shape = readWholeNumbers(cursor, `${label}, shape`, MAX_DIMENSIONS);
    else if (key === 'data_offsets') offsets = readWholeNumbers(cursor, `${label}, data_offsets`, 2);
    else cursor.fail(label, `has the key ${quoted(key)}; only dtype, shape and data_offsets are known`);
  });
  if (dtype === undefined) return cursor.fail(label, 'has no dtype');
  if (shape === undefined) return cursor.fail(label, 'has no shape');
  if (offsets === undefined) return cursor.fail(label, 'has no data_offsets');
  if (offsets.length !== 2) return cursor.fail(label, `data_offsets holds ${offsets.length} of the 2 numbers it needs`);
  return { dtype, shape, begin: offsets[0], end: offsets[1] };
};

/**
 * The contents of a header's text, with the tensors in its order.
 * @param source names the file in messages
 * @throws Error that names the file and the tensor, for any text that is not a header
 */
export const parseHeader = (text: string, source: string) => {
  const cursor = createCursor(text, source);
  const entries = new Map<string, TensorEntry>();
  const metadata = new Map<string, string>();
  if (!text.startsWith('{')) cursor.fail('header', `must begin with {, begins with ${quoted(text.slice(0, 12))}`);
  readObject(cursor, 'header', (name) => {
    if (name !== METADATA_KEY) {
      entries.set(name, readEntry(cursor, name));
      return;
    }
    readObject(cursor, 'metadata', (key) => {
      const label = `metadata ${quoted(key)}`;
      const value = cursor.string(label);
      const problem = textProblem(value);
      if (problem !== undefined) cursor.fail(label, `its text ${problem}`);
      metadata.set(key, value);
    });
  });
  cursor.expectEnd();
  return { entries, metadata };
};
