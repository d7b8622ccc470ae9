/**
 * The header of NumPy's .npy files, versions 1 to 3: what the values are and where they start.
 *
 *   0x93 "NUMPY", version (2 bytes), header length (2 bytes, from version 2 on 4), header: a Python dictionary as text
 *
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * The dictionary is parsed by its grammar and never evaluated. The supported types are the plain numbers of 1 to 8
 * bytes. Python objects are a pickle, which can run any program, so they are refused.
 */
import { quoted } from '../file-text.js';

export interface NpyHeader {
  /** f: IEEE 754, i: two's complement, u: unsigned; and the bytes of a value. */
  readonly type: 'f4' | 'f8' | `${'i' | 'u'}${1 | 2 | 4 | 8}`;
  readonly bytesPerValue: number;
  readonly littleEndian: boolean;
  /** First index fastest, as in Fortran; otherwise row-major. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the values start in the file. */
  readonly start: number;
}

export const NPY_MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
const PREFIX_BYTES = NPY_MAGIC.length + 2;
/** NumPy's own limit; a table's header has about 100 bytes. */
const MAX_HEADER_BYTES = 10_000;
/** descr, fortran_order and shape, each once, in any order. */
const ITEM = /\s*'(descr|fortran_order|shape)'\s*:\s*('[^']*'|True|False|\([\d\sL,]*\)|\[[^{}]*\])\s*(,|(?=\}))/y;
const TYPE = /^'([<>|])([fiu])([1248])'$/;

const asHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

const readItems = (text: string, source: string): Map<string, string> => {
  const items = new Map<string, string>();
  const open = text.indexOf('{') + 1;
  ITEM.lastIndex = open;
  let end = open;
  for (let match = ITEM.exec(text); match !== null && !items.has(match[1]); match = ITEM.exec(text)) {
    items.set(match[1], match[2]);
    end = ITEM.lastIndex;
  }
  if (items.size !== 3 || text.slice(0, open).trim() !== '{' || text.slice(end).trim() !== '}') {
    throw new Error(
      `${source}: the header of a .npy file states descr, fortran_order and shape, ` +
        `each once, not ${quoted(text.trim())}`,
    );
  }
  return items;
};

const readShape = (text: string, source: string): number[] => {
  const shape = /^\(\s*(?:\d{1,15}L?\s*(?:,\s*|(?=\))))*\)$/.test(text) ? (text.match(/\d+/g) ?? []).map(Number) : [];
  if (shape.length !== 1 && shape.length !== 2) {
    throw new Error(
      `${source} has an array of shape ${quoted(text).slice(1, -1)}; only (rows,) and (rows, columns) are read`,
    );
  }
  return shape;
};

const typeError = (descr: string, source: string): Error => {
  const isObject = /^'[|<>=]?O/.test(descr);
  return new Error(
    `${source} has an array of ${isObject ? 'Python objects' : `type ${quoted(descr.replaceAll("'", ''))}`}; ` +
      "floats of 4 or 8 bytes and whole numbers are read: write it with numpy.save(file, array.astype('f8'))",
  );
};

const readDictionary = (text: string, source: string): Omit<NpyHeader, 'start'> => {
  const items = readItems(text, source);
  const descr = items.get('descr') ?? '';
  const type = TYPE.exec(descr);
  const order = items.get('fortran_order') ?? '';
  if (order !== 'True' && order !== 'False') {
    throw new Error(`${source}: fortran_order in the header must be True or False, not ${quoted(order)}`);
  }
  const bytesPerValue = Number(type?.[3]);
  if (type === null || (type[2] === 'f' && bytesPerValue < 4) || (type[1] === '|' && bytesPerValue > 1)) {
    throw typeError(descr, source);
  }
  return {
    type: `${type[2]}${type[3]}` as NpyHeader['type'],
    bytesPerValue,
    littleEndian: type[1] !== '>',
    fortranOrder: order === 'True',
    shape: readShape(items.get('shape') ?? '', source),
  };
};

/**
 * Reads the header at the start of a .npy file.
 * @throws Error if it is not a header, or its values are of an unsupported type. It trusts no size in the header.
 */
export const readNpyHeader = (bytes: Uint8Array, source: string): NpyHeader => {
  if (NPY_MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new Error(
      `${source} is not a .npy file: it starts with ${asHex(bytes.subarray(0, 6)) || 'nothing'}, ` +
        'not with 93 4e 55 4d 50 59',
    );
  }
  const version = bytes[NPY_MAGIC.length];
  const lengthBytes = version === 1 ? 2 : 4;
  if (!(version >= 1 && version <= 3)) {
    throw new Error(`${source} is a .npy file of version ${version}; versions 1, 2 and 3 are read`);
  }
  const textStart = PREFIX_BYTES + lengthBytes;
  if (bytes.length < textStart) throw new Error(`${source} ends within its header, after ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = version === 1 ? view.getUint16(PREFIX_BYTES, true) : view.getUint32(PREFIX_BYTES, true);
  const start = textStart + headerBytes;
  if (headerBytes > MAX_HEADER_BYTES || start > bytes.length) {
    throw new Error(
      `${source} states a header of ${headerBytes} bytes; ` +
        `the file has ${bytes.length}, and at most ${MAX_HEADER_BYTES} are read`,
    );
  }
  return { ...readDictionary(new TextDecoder().decode(bytes.subarray(textStart, start)), source), start };
};
