/** The hash that identifies rows: a training resumes to the same bits only with the same rows. */
import { createHash } from 'node:crypto';
import type { LabelledTable } from './input.js';
import { swapIfBigEndian } from './safetensors/byte-order.js';

const CHUNK = 8192;

/**
 * SHA-256, in hexadecimal digits, over `rows features` as text with a line feed, then all features and then all targets
 * as little-endian float64, row by row. A missing value counts as infinity, whatever form it has.
 */
export function sha256OfRows({ values, targets, rowCount, dimensions }: LabelledTable): string {
  const hash = createHash('sha256').update(`${rowCount} ${dimensions}\n`);
  const chunk = new Float64Array(CHUNK);
  for (const numbers of [values, targets]) {
    for (let first = 0; first < numbers.length; first += CHUNK) {
      const count = Math.min(CHUNK, numbers.length - first);
      for (let i = 0; i < count; i++) chunk[i] = Number.isFinite(numbers[first + i]) ? numbers[first + i] : Infinity;
      const bytes = new Uint8Array(chunk.buffer, 0, count * Float64Array.BYTES_PER_ELEMENT);
      swapIfBigEndian(bytes, Float64Array.BYTES_PER_ELEMENT);
      hash.update(bytes);
    }
  }
  return hash.digest('hex');
}
