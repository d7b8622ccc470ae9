/**
 * The hash over everything that a model file says, so that damage anywhere in it is found. It is not a signature:
 * anyone who changes a file on purpose can recompute it.
 *
 * SHA-256 over these in turn, in UTF-8 and without blanks:
 *
 *     JSON of [key, text]            for each metadata key of `model-metadata.ts` but content_sha256, sorted
 *     JSON of [name, dtype, shape]   for each tensor, sorted by name, each followed by its little-endian values
 *
 * JSON here escapes only the quote, the backslash and control characters. Other metadata keys are not covered.
 */
import { createHash } from 'node:crypto';
import { swapIfBigEndian } from './safetensors/byte-order.js';
import { BYTES_PER_ELEMENT, type Tensor } from './safetensors/tensor.js';

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** @param texts the metadata that is covered */
export function contentSha256(tensors: ReadonlyMap<string, Tensor>, texts: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const entry of [...texts].sort(byName)) hash.update(JSON.stringify(entry));
  for (const [name, { dtype, shape, data }] of [...tensors].sort(byName)) {
    hash.update(JSON.stringify([name, dtype, shape]));
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    swapIfBigEndian(bytes, BYTES_PER_ELEMENT[dtype]);
    hash.update(bytes);
    swapIfBigEndian(bytes, BYTES_PER_ELEMENT[dtype]);
  }
  return hash.digest('hex');
}
