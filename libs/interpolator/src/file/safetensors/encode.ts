/**
 * Writer of safetensors files, as described in `decode.ts`. The header keeps the order of the map. In the buffer wide
 * elements come before narrow ones, otherwise in the map's order. The header is padded to a multiple of 8 bytes, so
 * that every tensor is aligned to its elements in a memory-mapped file. Python's safetensors lays out the buffer by the
 * same rule, but orders tensors of equal width by dtype and name, and writes the header in that order.
 */
import { quoted } from '@fived/data';
import { littleEndian } from './byte-order.js';
import { keyProblem, MAX_DIMENSIONS, MAX_HEADER_BYTES, MAX_MEMBERS, METADATA_KEY, textProblem } from './limits.js';
import { elementCount, formatShape, tensorLabel, type Tensor } from './tensor.js';

const LENGTH_BYTES = 8;

const fail = (label: string, problem: string): never => {
  throw new Error(`cannot write safetensors: ${label}: ${problem}`);
};

const checkKey = (label: string, key: string): void => {
  const problem = keyProblem(key);
  if (problem !== undefined) fail(label, `the key ${quoted(key)} ${problem}`);
};

const checkTensor = (name: string, { shape, data }: Tensor): void => {
  const label = tensorLabel(name);
  checkKey('header', name);
  if (name === METADATA_KEY) fail(label, 'this name is taken: the metadata stands under it');
  if (shape.length > MAX_DIMENSIONS)
    fail(label, `has ${shape.length} dimensions, at most ${MAX_DIMENSIONS} are written`);
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    fail(label, `the shape ${formatShape(shape)} must be of whole numbers from 0 to ${Number.MAX_SAFE_INTEGER}`);
  }
  if (elementCount(shape) !== data.length) {
    fail(label, `the shape ${formatShape(shape)} does not ask for the ${data.length} values that data holds`);
  }
};

const checkMetadata = (metadata: ReadonlyMap<string, string>): void => {
  for (const [key, value] of metadata) {
    checkKey('metadata', key);
    const problem = textProblem(value);
    if (problem !== undefined) fail(`metadata ${quoted(key)}`, `its text ${problem}`);
  }
};

const checkCount = (label: string, count: number): void => {
  if (count > MAX_MEMBERS) fail(label, `${count} entries, at most ${MAX_MEMBERS} are written`);
};

/** Where each tensor begins, in bytes from the start of the buffer, and where the last one ends. */
const layOut = (tensors: ReadonlyMap<string, Tensor>) => {
  const begins = new Map<string, number>();
  const width = ([, { data }]: readonly [string, Tensor]): number => data.BYTES_PER_ELEMENT;
  let end = 0;
  for (const [name, { data }] of [...tensors].sort((a, b) => width(b) - width(a))) {
    begins.set(name, end);
    end += data.byteLength;
  }
  return { begins, end };
};

/** JSON built as text: an object would put names that look like numbers first, and could not hold `__proto__`. */
const objectText = (members: Iterable<readonly [string, string]>): string =>
  `{${Array.from(members, ([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;

/**
 * The bytes of a safetensors file, the same for the same tensors and metadata in the same order. `decodeSafetensors`
 * returns both, in the same order and to the bit. Values that are not finite are written unchanged.
 * @throws Error for anything that no file can hold or `decodeSafetensors` would refuse: a shape that does not fit its
 * data, names with control characters, more tensors or a longer header than it reads
 */
export const encodeSafetensors = (
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string>,
): Uint8Array => {
  checkCount('header', tensors.size + (metadata.size > 0 ? 1 : 0));
  checkCount('metadata', metadata.size);
  checkMetadata(metadata);
  for (const [name, tensor] of tensors) checkTensor(name, tensor);

  const { begins, end } = layOut(tensors);
  const beginOf = (name: string): number => begins.get(name) ?? 0;
  const members = Array.from(tensors, ([name, { dtype, shape, data }]): [string, string] => {
    const begin = beginOf(name);
    return [name, JSON.stringify({ dtype, shape, data_offsets: [begin, begin + data.byteLength] })];
  });
  if (metadata.size > 0) {
    const texts = Array.from(metadata, ([key, value]): [string, string] => [key, JSON.stringify(value)]);
    members.unshift([METADATA_KEY, objectText(texts)]);
  }
  const header = new TextEncoder().encode(objectText(members));
  const headerBytes = Math.ceil(header.length / LENGTH_BYTES) * LENGTH_BYTES;
  if (headerBytes > MAX_HEADER_BYTES)
    fail('header', `${headerBytes} bytes long, at most ${MAX_HEADER_BYTES} are written`);

  const bufferStart = LENGTH_BYTES + headerBytes;
  const bytes = new Uint8Array(bufferStart + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(header, LENGTH_BYTES);
  bytes.fill(0x20, LENGTH_BYTES + header.length, bufferStart);
  for (const [name, { data }] of tensors) bytes.set(littleEndian(data), bufferStart + beginOf(name));
  return bytes;
};
