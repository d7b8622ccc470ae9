/**
 * Damaged copies of a safetensors file, from a seeded stream: in its bytes, in its header, or in the stated length of
 * the header.
 */
import type { Generator } from '@fived/random';
import { mutateHeader } from './mutate-header.js';

const LENGTHS = [
  0n,
  1n,
  2n,
  8n,
  236n,
  2n ** 20n,
  2n ** 31n,
  2n ** 32n,
  2n ** 42n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

const concat = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts));

/** A file of these parts. The stated length is the header's, or a false one. */
export const assemble = (header: Uint8Array, buffer: Uint8Array, length = BigInt(header.length)): Uint8Array => {
  const lengthBytes = new Uint8Array(8);
  new DataView(lengthBytes.buffer).setBigUint64(0, length, true);
  return concat(lengthBytes, header, buffer);
};

const damageBytes = (bytes: Uint8Array, random: Generator): Uint8Array => {
  const place = (): number => random.integers(0, bytes.length + 1);
  const [start, end] = [place(), place()].sort((a, b) => a - b);
  const near = Math.min(bytes.length, start + random.integers(1, 9));
  switch (random.integers(0, 6)) {
    case 0: {
      // flip a bit
      const copy = Uint8Array.from(bytes);
      if (copy.length > 0) copy[start % copy.length] ^= 1 << random.integers(0, 8);
      return copy;
    }
    case 1: // cut off the end
      return bytes.slice(0, end);
    case 2: // remove a part, long or short
      return concat(bytes.subarray(0, start), bytes.subarray(random.integers(0, 2) === 0 ? end : near));
    case 3: // repeat a part
      return concat(bytes.subarray(0, end), bytes.subarray(start));
    case 4: // put one part over another
      return concat(bytes.subarray(0, start), bytes.subarray(end, end + near - start), bytes.subarray(near));
    default: {
      // bytes that no text contains
      const copy = Uint8Array.from(bytes);
      return copy.fill(random.integers(0x80, 0x100), start, near);
    }
  }
};

/** A false length for the header: some other number, or a little more or less. */
const lyingLength = (headerBytes: number, random: Generator): bigint =>
  random.integers(0, 2) === 0
    ? LENGTHS[random.integers(0, LENGTHS.length)]
    : BigInt(Math.max(0, headerBytes + random.integers(-16, 17)));

/** A copy of the valid file `bytes`, damaged in one or more ways, a few of which do no harm. */
export const mutate = (bytes: Uint8Array, random: Generator): Uint8Array => {
  const headerBytes = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  let header: Uint8Array = bytes.slice(8, 8 + headerBytes);
  let buffer: Uint8Array = bytes.slice(8 + headerBytes);
  const kind = random.integers(0, 8);
  if (kind === 0) return damageBytes(bytes, random);
  if (kind === 1) return assemble(header, buffer, lyingLength(headerBytes, random));
  if (kind === 2) header = damageBytes(header, random);
  else header = new TextEncoder().encode(mutateHeader(JSON.parse(new TextDecoder().decode(header)), random));
  if (kind === 3) buffer = damageBytes(buffer, random);
  const mutant = assemble(header, buffer);
  return kind === 4 ? damageBytes(mutant, random) : mutant;
};
