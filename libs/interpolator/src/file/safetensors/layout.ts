/**
 * Whether the tensors in a header divide the buffer among them: each has the bytes that its dtype and shape require,
 * and together they cover every byte once. Holes would let a file be another kind of file as well; overlaps would let a
 * small file ask for much memory. This code only compares numbers and allocates nothing from them.
 */
import { quoted } from '@fived/data';
import type { TensorEntry } from './header.js';
import { ARRAYS, elementCount, formatShape, tensorLabel } from './tensor.js';

const ownProblem = ({ dtype, shape, begin, end }: TensorEntry, bufferBytes: number): string | undefined => {
  if (end < begin) return `data_offsets [${begin}, ${end}] end before they begin`;
  if (end > bufferBytes)
    return `data_offsets [${begin}, ${end}] reach beyond the ${bufferBytes} bytes after the header`;
  const count = elementCount(shape);
  if (count === undefined)
    return `the shape ${formatShape(shape)} asks for more than ${Number.MAX_SAFE_INTEGER} values`;
  // Beyond 2^53 the product may be rounded, but never down to the size of a file.
  const askedBytes = count * ARRAYS[dtype].BYTES_PER_ELEMENT;
  if (askedBytes === end - begin) return undefined;
  return (
    `${dtype} of shape ${formatShape(shape)} asks for ${askedBytes} bytes, ` +
    `but data_offsets [${begin}, ${end}] span ${end - begin}`
  );
};

/**
 * @param bufferBytes how many bytes follow the header
 * @param source names the file in messages
 * @throws Error that names the file, the tensor and what is wrong with its position
 */
export const checkLayout = (entries: ReadonlyMap<string, TensorEntry>, bufferBytes: number, source: string): void => {
  for (const [name, entry] of entries) {
    const problem = ownProblem(entry, bufferBytes);
    if (problem !== undefined) throw new Error(`${source}: ${tensorLabel(name)}: ${problem}`);
  }
  const inPlace = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  let before = 'the header';
  for (const [name, entry] of inPlace) {
    if (entry.begin !== end) {
      const problem =
        entry.begin < end
          ? `begins at byte ${entry.begin} of the buffer, inside ${before}, which ends at ${end}`
          : `begins at byte ${entry.begin} of the buffer, ${entry.begin - end} after the end of ${before}: ` +
            'no byte may be left out';
      throw new Error(`${source}: ${tensorLabel(name)}: ${problem}`);
    }
    end = entry.end;
    before = quoted(name);
  }
  if (end !== bufferBytes) {
    throw new Error(
      `${source}: left over behind ${before}: ${bufferBytes - end} of the ${bufferBytes} bytes after the header; ` +
        'each must belong to a tensor',
    );
  }
};
