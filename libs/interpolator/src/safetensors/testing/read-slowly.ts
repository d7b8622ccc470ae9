/**
 * Another reader of safetensors files, for tests. It uses JSON.parse instead of a parser and big integers instead of
 * bounds. It counts every byte of the buffer instead of comparing offsets, and reads one value at a time through a
 * DataView. It only says whether a file is valid, not what is wrong with it.
 */
type Getter = (view: DataView, offset: number) => number;

const TYPES: ReadonlyMap<unknown, readonly [width: number, get: Getter]> = new Map([
  ['F64', [8, (view: DataView, offset: number) => view.getFloat64(offset, true)]],
  ['F32', [4, (view: DataView, offset: number) => view.getFloat32(offset, true)]],
  ['I32', [4, (view: DataView, offset: number) => view.getInt32(offset, true)]],
  ['U32', [4, (view: DataView, offset: number) => view.getUint32(offset, true)]],
  ['U8', [1, (view: DataView, offset: number) => view.getUint8(offset)]],
]);

export interface SlowTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface SlowFile {
  readonly tensors: ReadonlyMap<string, SlowTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

const STRING = /"(?:[^"\\]|\\.)*"/g;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A header has two levels of objects. Below them are strings and arrays of numbers. */
const keysOf = (header: Record<string, unknown>): string[] => [
  ...Object.keys(header),
  ...Object.values(header).flatMap((value) => (isObject(value) ? Object.keys(value) : [])),
];

const isWholeNumbers = (value: unknown, maxLength: number): value is number[] =>
  Array.isArray(value) && value.length <= maxLength && value.every((item) => Number.isSafeInteger(item) && item >= 0);

/** Outside of strings, JSON writes only integers here. It cannot distinguish 1.0 from 1, or find a key twice. */
const isPlain = (text: string, header: Record<string, unknown>): boolean =>
  !/[-+.eE]/.test(text.replace(STRING, '')) &&
  [...text.matchAll(new RegExp(`${STRING.source}[ \\t\\r\\n]*:`, 'g'))].length === keysOf(header).length;

const readTensor = (entry: unknown, view: DataView, uses: Uint8Array): SlowTensor | undefined => {
  if (!isObject(entry) || Object.keys(entry).length !== 3) return undefined;
  const { dtype, shape, data_offsets: offsets } = entry;
  const type = TYPES.get(dtype);
  if (type === undefined || !isWholeNumbers(shape, 64) || !isWholeNumbers(offsets, 2) || offsets.length !== 2)
    return undefined;
  const [width, get] = type;
  const [begin, end] = offsets;
  const count = shape.reduce((product, length) => product * BigInt(length), 1n);
  const strides = shape.filter((length) => length > 0).reduce((product, length) => product * BigInt(length), 1n);
  if (strides >= 2n ** 53n || begin > end || end > view.byteLength || BigInt(end - begin) !== count * BigInt(width))
    return undefined;
  for (let place = begin; place < end; place++) uses[place] += 1;
  const values = Array.from({ length: (end - begin) / width }, (_, i) => get(view, begin + i * width));
  return { dtype: String(dtype), shape, values };
};

/** An empty tensor uses no byte, but may not lie inside another. */
const isApart = (header: Record<string, unknown>, names: readonly string[]): boolean => {
  const spans = names.map((name) => (header[name] as { data_offsets: [number, number] }).data_offsets);
  return spans.every(([place, end]) => place < end || !spans.some(([from, to]) => from < place && place < to));
};

/** The contents of a valid file, or undefined for any other. Meant for small files. */
export const readSlowly = (bytes: Uint8Array): SlowFile | undefined => {
  if (bytes.length < 8) return undefined;
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headerEnd = 8n + file.getBigUint64(0, true);
  if (headerEnd > BigInt(bytes.length)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + Number(headerEnd), bytes.length - Number(headerEnd));
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, Number(headerEnd)));
    header = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!text.startsWith('{') || !isObject(header) || !isPlain(text, header)) return undefined;
  if (keysOf(header).some((key) => /\p{Cc}|\p{Cs}/u.test(key))) return undefined;

  const metadata = Object.hasOwn(header, '__metadata__') ? header.__metadata__ : {};
  if (!isObject(metadata)) return undefined;
  const texts = Object.entries(metadata);
  if (!texts.every((entry): entry is [string, string] => typeof entry[1] === 'string' && !/\p{Cs}/u.test(entry[1])))
    return undefined;

  const uses = new Uint8Array(view.byteLength);
  const tensors = new Map<string, SlowTensor>();
  const names = Object.keys(header).filter((key) => key !== '__metadata__');
  for (const name of names) {
    const tensor = readTensor(header[name], view, uses);
    if (tensor === undefined) return undefined;
    tensors.set(name, tensor);
  }
  return uses.every((count) => count === 1) && isApart(header, names)
    ? { tensors, metadata: new Map(texts) }
    : undefined;
};
