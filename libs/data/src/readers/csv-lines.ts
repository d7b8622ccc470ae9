/**
 * The lines of a stream of bytes, block by block, so that a file of any length is read in constant memory.
 *
 * A line ends at LF, CR LF or CR. Blank lines and comments are left out; a comment is a line whose first character
 * other than a blank is `#`. Text is UTF-8; a byte order mark counts as a blank. The blocks depend on how the bytes
 * arrive; the lines and their numbers do not.
 */

export const LF = 10;
export const CR = 13;

export interface Line {
  readonly text: string;
  /** Its number in the file, from 1. */
  readonly number: number;
}

/** In UTF-16 units, as strings count. Longer lines are no rows of numbers, and would have to be kept as a whole. */
export const MAX_LINE_LENGTH = 1 << 20;
const MAX_BYTES_PER_UNIT = 3;
/** With this many bytes and no line end, a line is too long, even if a byte order mark is among the bytes. */
const TOO_MANY_BYTES = (MAX_LINE_LENGTH + 2) * MAX_BYTES_PER_UNIT;
/** Bytes taken at once. */
const MAX_PIECE_LENGTH = 1 << 18;

/** How many of the bytes belong to whole lines: up to the last LF, or up to the last CR if no LF can follow it. */
const lengthOfWholeLines = (bytes: Uint8Array): number => {
  const afterLf = bytes.lastIndexOf(LF) + 1;
  return afterLf > 0 ? afterLf : bytes.lastIndexOf(CR, -2) + 1;
};

/**
 * Whole lines with their ends, in consecutive blocks. (The file's last line gets an LF if it has none.) A block is
 * valid only until the next is requested, which reuses its memory. Likewise a chunk is used only until the next is
 * requested. If a line is too long, its block has only its beginning, which `linesOf` refuses.
 */
export async function* wholeLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let buffer = new Uint8Array(0);
  let used = 0;
  const append = (bytes: Uint8Array): void => {
    const length = used + bytes.length;
    if (length > buffer.length) {
      const longer = new Uint8Array(Math.max(length, 2 * used));
      longer.set(buffer.subarray(0, used));
      buffer = longer;
    }
    buffer.set(bytes, used);
    used = length;
  };

  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += MAX_PIECE_LENGTH) {
      // The buffer has no line end, but its last byte may be a CR that waits for an LF.
      const looked = Math.max(0, used - 1);
      append(chunk.subarray(start, start + MAX_PIECE_LENGTH));
      const length = lengthOfWholeLines(buffer.subarray(looked, used));
      if (length > 0) {
        yield buffer.subarray(0, looked + length);
        buffer.copyWithin(0, looked + length, used);
        used -= looked + length;
      } else if (used >= TOO_MANY_BYTES) {
        yield buffer.subarray(0, used);
      }
    }
  }
  if (used === 0) return;
  append(Uint8Array.of(LF));
  yield buffer.subarray(0, used);
}

/** Where the lines after the first `count` start. */
export function skipLines(bytes: Uint8Array, count: number): number {
  let at = 0;
  for (let passed = 0; passed < count; at++) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) passed += 1;
  }
  return at;
}

const isData = (line: string): boolean => {
  const text = line.trimStart();
  return text !== '' && !text.startsWith('#');
};

const decoder = new TextDecoder();

/**
 * The lines of a block that starts with line `firstLineNumber` of its file.
 * @param source names the file in messages
 * @returns the lines, and how many there are including those left out
 * @throws Error for a line that is longer than 2^20 characters
 */
export function linesOf(
  bytes: Uint8Array,
  firstLineNumber: number,
  source: string,
): { readonly lines: Line[]; readonly lineCount: number } {
  const all = decoder.decode(bytes).split(/\r\n|\n|\r/);
  if (all.at(-1) === '') all.pop();
  const lines: Line[] = [];
  all.forEach((text, i) => {
    const number = firstLineNumber + i;
    if (text.length > MAX_LINE_LENGTH) {
      throw new Error(
        `${source}, line ${number} is longer than ${MAX_LINE_LENGTH} characters; ` +
          'is it a table of numbers, a row a line?',
      );
    }
    if (isData(text)) lines.push({ text, number });
  });
  return { lines, lineCount: all.length };
}
