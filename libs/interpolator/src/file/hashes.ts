/**
 * The SHA-256 hashes of a model file, in hexadecimal digits: of its weights, of the rows of its fit, and of all that it
 * says.
 */
import { createHash } from 'node:crypto';
import type { LabelledTable } from '../input.js';
import { littleEndian } from './safetensors/byte-order.js';
import type { Tensor } from './safetensors/index.js';

/**
 * Over the little-endian float32 bytes. It identifies weights, and is the same as in the benchmark's records.
 */
export function sha256OfWeights(params: Float32Array): string {
  return createHash('sha256').update(littleEndian(params)).digest('hex');
}

const CHUNK = 8192;

/**
 * Over `rows features` as text with a line feed, then all features and then all targets as little-endian float64, row
 * by row. A missing value counts as infinity, whatever form it has. It identifies rows: a training resumes to the same
 * bits only with the same rows.
 */
export function sha256OfRows({ values, targets, rowCount, dimensions }: LabelledTable): string {
  const hash = createHash('sha256').update(`${rowCount} ${dimensions}\n`);
  for (const numbers of [values, targets]) {
    for (let first = 0; first < numbers.length; first += CHUNK) {
      const chunk = Float64Array.from(numbers.subarray(first, first + CHUNK));
      hash.update(littleEndian(chunk.map((value) => (Number.isFinite(value) ? value : Infinity))));
    }
  }
  return hash.digest('hex');
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/**
 * Over everything that a model file says, so that damage anywhere in it is found. It is not a signature: anyone who
 * changes a file on purpose can recompute it. In UTF-8 and without blanks, these in turn:
 *
 *     JSON of [key, text]            for each metadata key of `model-metadata.ts` but content_sha256, sorted
 *     JSON of [name, dtype, shape]   for each tensor, sorted by name, each followed by its little-endian values
 *
 * JSON here escapes only the quote, the backslash and control characters. Other metadata keys are not covered.
 * @param texts the metadata that is covered
 */
export function contentSha256(tensors: ReadonlyMap<string, Tensor>, texts: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const entry of [...texts].sort(byName)) hash.update(JSON.stringify(entry));
  for (const [name, { dtype, shape, data }] of [...tensors].sort(byName))
    hash.update(JSON.stringify([name, dtype, shape])).update(littleEndian(data));
  return hash.digest('hex');
}
