/**
 * The lines of a stream of bytes, block by block, so that a file of any length is read in constant memory.
 *
 * A line ends at LF, CR LF or CR. Left out are blank lines and comments: lines whose first character that is not a blank
 * is `#`. Text is UTF-8; a byte order mark counts as a blank. What the blocks are depends on how the bytes arrive; which
 * lines there are, and their numbers, does not.
 */

/** Some successive lines of a file. */
export interface LineBlock {
  readonly lines: readonly string[];
  /** The place of each in the file, from 1. */
  readonly lineNumbers: readonly number[];
}

/** In UTF-16 units, as strings count. Longer ones are no rows of numbers, and would have to be kept as a whole. */
const MAX_LINE_LENGTH = 1 << 20;
const MAX_BYTES_PER_UNIT = 3;
/** Of bytes taken at once. */
const MAX_PIECE_LENGTH = 1 << 18;

const LF = 10;
const CR = 13;

/** How many of the bytes belong to whole lines: up to the last LF, or to the last CR if no LF can follow it. */
const lengthOfWholeLines = (bytes: Uint8Array): number => {
  const afterLf = bytes.lastIndexOf(LF) + 1;
  return afterLf > 0 ? afterLf : bytes.lastIndexOf(CR, -2) + 1;
};

const joinBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  for (const part of parts) {
    joined.set(part, start);
    start += part.length;
  }
  return joined;
};

const isData = (line: string): boolean => {
  const text = line.trimStart();
  return text !== '' && !text.startsWith('#');
};

const lineTooLong = (source: string, lineNumber: number): Error =>
  new Error(
    `${source}, line ${lineNumber} is longer than ${MAX_LINE_LENGTH} characters; is it a table of numbers, a row a line?`,
  );

/**
 * @param source names the file in messages
 * @throws Error for a line that is longer than 2^20 characters
 */
export async function* lineBlocks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  source: string,
): AsyncGenerator<LineBlock> {
  const decoder = new TextDecoder();
  let lineNumber = 1;
  const toBlock = (bytes: Uint8Array): LineBlock => {
    const all = decoder.decode(bytes).split(/\r\n|\n|\r/);
    if (all.at(-1) === '') all.pop();
    const lines: string[] = [];
    const lineNumbers: number[] = [];
    for (const line of all) {
      if (line.length > MAX_LINE_LENGTH) throw lineTooLong(source, lineNumber);
      if (isData(line)) {
        lines.push(line);
        lineNumbers.push(lineNumber);
      }
      lineNumber += 1;
    }
    return { lines, lineNumbers };
  };

  let begun: Uint8Array[] = [];
  let begunLength = 0;
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += MAX_PIECE_LENGTH) {
      const piece = chunk.subarray(start, start + MAX_PIECE_LENGTH);
      const length = lengthOfWholeLines(piece);
      if (length > 0) {
        yield toBlock(joinBytes([...begun, piece.subarray(0, length)]));
        begun = [];
        begunLength = 0;
      }
      begun.push(piece.subarray(length));
      begunLength += piece.length - length;
      if (begunLength > MAX_LINE_LENGTH * MAX_BYTES_PER_UNIT) throw lineTooLong(source, lineNumber);
    }
  }
  if (begunLength > 0) yield toBlock(joinBytes(begun));
}
