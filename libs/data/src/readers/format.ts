/**
 * The format of a file: its extension says so, and its first bytes must agree. Without a known extension (standard
 * input has none) the first bytes decide.
 */
import { NPY_MAGIC } from './npy-header.js';

export type TableFormat = 'csv' | 'json' | 'npy' | 'npz';

const FORMAT_OF_ENDING: ReadonlyMap<string, TableFormat> = new Map([
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['tab', 'csv'],
  ['txt', 'csv'],
  ['dat', 'csv'],
  ['json', 'json'],
  ['npy', 'npy'],
  ['npz', 'npz'],
]);
const PICKLE_ENDINGS: ReadonlySet<string> = new Set(['pkl', 'pickle', 'p']);
const READABLE = '.csv, .tsv, .txt, .json, .npy and .npz are read';

/** How many bytes at a file's start are checked. */
export const PREFIX_BYTES = 4096;

/** What first bytes may show: in words, and as which format it is read, if any. */
const CONTENTS = {
  text: { what: 'text', format: 'csv' },
  json: { what: 'JSON', format: 'json' },
  npy: { what: 'a NumPy array (.npy)', format: 'npy' },
  zip: { what: 'a ZIP archive (.npz)', format: 'npz' },
  pickle: { what: 'a pickle', format: undefined },
  utf16: { what: 'UTF-16 text; save it as UTF-8', format: undefined },
  gzip: { what: 'a gzip archive; unpack it first', format: undefined },
  unknown: { what: `bytes that are no text; ${READABLE}`, format: undefined },
} as const;

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);

const contentsOf = (prefix: Uint8Array): keyof typeof CONTENTS => {
  if (startsWith(prefix, ...NPY_MAGIC)) return 'npy';
  if (startsWith(prefix, 0x50, 0x4b, 3, 4) || startsWith(prefix, 0x50, 0x4b, 5, 6)) return 'zip';
  if (startsWith(prefix, 0x80) && prefix[1] >= 2 && prefix[1] <= 5) return 'pickle';
  if (startsWith(prefix, 0xff, 0xfe) || startsWith(prefix, 0xfe, 0xff)) return 'utf16';
  if (startsWith(prefix, 0x1f, 0x8b)) return 'gzip';
  if (prefix.includes(0)) return 'unknown';
  const text = new TextDecoder().decode(prefix).trimStart();
  return text.startsWith('[') || text.startsWith('{') ? 'json' : 'text';
};

/** One line of Python for users with a pickle. Reading a pickle can run any program, so it is not read here. */
const pickleError = (source: string): Error =>
  new Error(
    `${source} is a pickle, which can run any program; if you trust it: python -c "import pickle, numpy; ` +
      "d = pickle.load(open('data.pkl', 'rb')); numpy.savez('data.npz', X=d['X'], y=d['y'])\" " +
      '(of a tuple: X=d[0], y=d[1])',
  );

const endingOf = (path: string): string => /\.([a-z]+)$/i.exec(path)?.[1].toLowerCase() ?? '';

/** @throws Error for a path with a pickle's extension, before anything is read */
export const refusePickle = (path: string, source: string): void => {
  if (PICKLE_ENDINGS.has(endingOf(path))) throw pickleError(source);
};

/**
 * The format of a file.
 * @param prefix the file's first bytes, `PREFIX_BYTES` of them or all
 * @throws Error for bytes of an unsupported format, and for an extension that they contradict
 */
export const formatOf = (path: string, prefix: Uint8Array, source: string): TableFormat => {
  const contents = contentsOf(prefix);
  const { what, format: found } = CONTENTS[contents];
  const named = FORMAT_OF_ENDING.get(endingOf(path));
  if (contents === 'pickle') throw pickleError(source);
  if (found === undefined) throw new Error(`${source} holds ${what}`);
  // JSON is text too. It is read as JSON if its extension says so, or says nothing.
  const agrees =
    named === undefined ||
    named === found ||
    (named === 'csv' && found === 'json') ||
    (named === 'json' && found === 'csv');
  if (!agrees) {
    throw new Error(`${source} is named .${endingOf(path)} but holds ${what}; give it the right ending`);
  }
  return named ?? found;
};
