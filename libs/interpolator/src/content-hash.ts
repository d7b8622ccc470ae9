/**
 * The hash over all that a model file says, so that damage anywhere in it is found. It is no signature: whoever changes
 * a file on purpose can compute it anew.
 *
 * SHA-256 over, one after the other, in UTF-8 and without blanks:
 *
 *     JSON of [key, text]            for each metadata key of `model-metadata.ts` but content_sha256, sorted
 *     JSON of [name, dtype, shape]   for each tensor, sorted by name, each followed by its little-endian values
 *
 * JSON here escapes the quote, the backslash and control characters only. Other metadata keys are not covered.
 */
import { createHash } from 'node:crypto';
import { swapIfBigEndian } from './safetensors/byte-order.js';
import { BYTES_PER_ELEMENT, type Tensor } from './safetensors/tensor.js';

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** @param texts those metadata that are covered */
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
