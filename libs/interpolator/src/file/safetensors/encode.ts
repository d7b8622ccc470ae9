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

interface PlacedTensor {
  readonly name: string;
  readonly tensor: Tensor;
  /** In bytes from the start of the buffer. */
  begin: number;
}

/** The tensors in the map's order, each with its position. */
const layOut = (tensors: ReadonlyMap<string, Tensor>): readonly PlacedTensor[] => {
  const placed = Array.from(tensors, ([name, tensor]): PlacedTensor => ({ name, tensor, begin: 0 }));
  const width = ({ tensor }: PlacedTensor): number => tensor.data.BYTES_PER_ELEMENT;
  let end = 0;
  for (const place of placed.toSorted((a, b) => width(b) - width(a))) {
    place.begin = end;
    end += place.tensor.data.byteLength;
  }
  return placed;
};

/** JSON built as text: an object would put names that look like numbers first, and could not hold `__proto__`. */
const headerText = (placed: readonly PlacedTensor[], metadata: ReadonlyMap<string, string>): string => {
  const members: string[] = [];
  if (metadata.size > 0) {
    const texts = Array.from(metadata, ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
    members.push(`${JSON.stringify(METADATA_KEY)}:{${texts.join(',')}}`);
  }
  for (const { name, tensor, begin } of placed) {
    const { dtype, shape, data } = tensor;
    const entry = { dtype, shape, data_offsets: [begin, begin + data.byteLength] };
    members.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
  }
  return `{${members.join(',')}}`;
};

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

  const placed = layOut(tensors);
  const header = new TextEncoder().encode(headerText(placed, metadata));
  const headerBytes = Math.ceil(header.length / LENGTH_BYTES) * LENGTH_BYTES;
  if (headerBytes > MAX_HEADER_BYTES)
    fail('header', `${headerBytes} bytes long, at most ${MAX_HEADER_BYTES} are written`);

  const bufferStart = LENGTH_BYTES + headerBytes;
  const bufferBytes = placed.reduce((total, { tensor }) => total + tensor.data.byteLength, 0);
  const bytes = new Uint8Array(bufferStart + bufferBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(header, LENGTH_BYTES);
  bytes.fill(0x20, LENGTH_BYTES + header.length, bufferStart);
  for (const { tensor, begin } of placed) bytes.set(littleEndian(tensor.data), bufferStart + begin);
  return bytes;
};
