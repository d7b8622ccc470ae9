/** The hash that identifies weights, the same as in the benchmark's records. */
import { createHash } from 'node:crypto';
import { endianness } from 'node:os';

/** SHA-256 over the little-endian float32 bytes, in hexadecimal digits. */
export function sha256OfWeights(params: Float32Array): string {
  const bytes = Buffer.from(Float32Array.from(params).buffer);
  return createHash('sha256')
    .update(endianness() === 'LE' ? bytes : bytes.swap32())
    .digest('hex');
}
