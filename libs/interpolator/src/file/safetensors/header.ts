/**
 * The header of a safetensors file:
 *
 *   { "__metadata__": { KEY: TEXT, ... },
 *     NAME: { "dtype": TEXT, "shape": [LENGTH, ...], "data_offsets": [BEGIN, END] }, ... }
 *
 * Its nesting is fixed, so nothing here is recursive. Anything else in a header is refused where it begins.
 */
import { quoted } from '@fived/data';
import { createHeaderCursor, type HeaderCursor } from './header-cursor.js';
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

export interface Header {
  readonly entries: Map<string, TensorEntry>;
  readonly metadata: Map<string, string>;
}

/** Advances past an object with different keys; `readMember` advances past the value of each. */
const readObject = (cursor: HeaderCursor, label: string, readMember: (key: string) => void): void => {
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
const readWholeNumbers = (cursor: HeaderCursor, label: string, maxLength: number): number[] => {
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

const readDtype = (cursor: HeaderCursor, label: string): Dtype => {
  const text = cursor.string(`${label}, dtype`);
  const dtype = DTYPES.find((known) => known === text);
  return dtype ?? cursor.fail(label, `the dtype ${quoted(text)} is not read here, only ${DTYPES.join(', ')}`);
};

const readEntry = (cursor: HeaderCursor, name: string): TensorEntry => {
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
export const parseHeader = (text: string, source: string): Header => {
  const cursor = createHeaderCursor(text, source);
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
