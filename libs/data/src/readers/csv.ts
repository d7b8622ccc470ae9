/**
 * CSV and TSV: from a stream of bytes to blocks of numbers, so that a file of any length can be read in constant
 * memory; or to a whole table.
 *
 * bytes -> blocks of whole lines (csv-lines.ts) -> rows of numbers. Plain lines are read straight from their bytes
 * (csv-plain.ts). A block with a line that is not plain goes through strings (csv-cells.ts, csv-rows.ts). The file's
 * dialect is detected from its first lines (csv-dialect.ts); cell.ts says what a number is.
 */
import { cellsOfLines } from './csv-cells.js';
import { detectDialect, SAMPLE_LENGTH, SAMPLE_LINES, type CsvDialect } from './csv-dialect.js';
import { linesOf, MAX_LINE_LENGTH, skipLines, wholeLines, type Line } from './csv-lines.js';
import { readPlainRows } from './csv-plain.js';
import { rowsOfLines, type CsvColumns } from './csv-rows.js';
import {
  checkColumnCount,
  checkColumnNames,
  checkedTable,
  checkValueCount,
  defaultColumnNames,
  type Table,
} from './table.js';
import { joinBlocks } from './value-list.js';

/** A setting given here is not detected. */
export type CsvOptions = Partial<CsvDialect>;

/** A text file whose columns are known and whose rows are still to come. */
export interface CsvReader extends CsvColumns {
  /** As in `Table`. */
  readonly hasNames: boolean;
  /**
   * The rows, readable once: consecutive row-major (rows, columnNames.length) blocks, NaN where a value is missing. A
   * block is valid only until the next is requested, so that none becomes garbage. It holds the rows of at most about
   * 256 KiB of text (or of one longer line), and none if these are comments. Reading throws an Error that names the
   * line for a row of another length, and line, column and value for a cell that is not a number.
   */
  readonly blocks: AsyncGenerator<Float64Array>;
}

/** Some whole lines of a file, and the number of the first one. */
interface Place {
  readonly bytes: Uint8Array;
  readonly lineNumber: number;
}

/**
 * The first blocks, as many as csv-dialect.ts needs for its sample; the sample's lines; and the number of the next
 * line.
 */
const takeSample = async (
  blocks: AsyncGenerator<Uint8Array>,
  source: string,
): Promise<{ taken: Place[]; sample: Line[]; nextLineNumber: number }> => {
  const taken: Place[] = [];
  const sample: Line[] = [];
  let length = 0;
  let lineNumber = 1;
  const isFull = (): boolean => sample.length === SAMPLE_LINES || length >= SAMPLE_LENGTH;
  while (!isFull()) {
    const next = await blocks.next();
    if (next.done === true) break;
    const block = linesOf(next.value, lineNumber, source);
    if (block.lines.length > 0) taken.push({ bytes: next.value.slice(), lineNumber });
    lineNumber += block.lineCount;
    for (const line of block.lines) {
      if (isFull()) break;
      sample.push(line);
      length += line.text.length;
    }
  }
  return { taken, sample, nextLineNumber: lineNumber };
};

/** What follows line `lastLineNumber`, which is one of these lines. */
const afterLine = ({ bytes, lineNumber }: Place, lastLineNumber: number): Place => ({
  bytes: bytes.subarray(skipLines(bytes, lastLineNumber - lineNumber + 1)),
  lineNumber: lastLineNumber + 1,
});

/** Returns a function that turns whole lines into rows, and counts the lines. */
const createRowReader = (file: CsvColumns): ((place: Place) => { values: Float64Array; lineCount: number }) => {
  let room = new Float64Array(0);
  return ({ bytes, lineNumber }) => {
    if (room.length < bytes.length) room = new Float64Array(bytes.length);
    const plain =
      bytes.length > MAX_LINE_LENGTH ? undefined : readPlainRows(bytes, file.columnNames.length, file.dialect, room);
    if (plain !== undefined) return { values: room.subarray(0, plain.valueCount), lineCount: plain.lineCount };
    const { lines, lineCount } = linesOf(bytes, lineNumber, file.source);
    return { values: rowsOfLines(lines, file), lineCount };
  };
};

/** An empty cell of a header gets a name too: column1. pandas writes one for the index. */
const columnNamesOf = (first: readonly string[], { header }: CsvDialect): string[] =>
  header ? first.map((name, column) => (name === '' ? `column${column + 1}` : name)) : defaultColumnNames(first.length);

/**
 * Opens a text file: reads its first lines, and detects its dialect and its columns.
 * @param chunks the file's bytes; each is used only until the next is requested
 * @param source names the file in messages
 * @throws Error for a file without rows, a first line that may be header or row, two columns of one name
 */
export const openCsv = async (
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  source: string,
  options: CsvOptions = {},
): Promise<CsvReader> => {
  const rest = wholeLines(chunks);
  const { taken, sample, nextLineNumber } = await takeSample(rest, source);
  if (sample.length === 0) throw new Error(`${source} has no rows of numbers`);
  const dialect = detectDialect(sample, options, source);
  const [first] = cellsOfLines(sample.slice(0, 1), dialect.delimiter, source);
  checkColumnCount(first.length, source);
  const columnNames = columnNamesOf(first, dialect);
  checkColumnNames(columnNames, source);
  if (dialect.header) taken[0] = afterLine(taken[0], sample[0].number);
  const file = { source, dialect, columnNames, hasNames: dialect.header };

  async function* blocks(): AsyncGenerator<Float64Array> {
    const readRows = createRowReader(file);
    for (const place of taken) yield readRows(place).values;
    taken.length = 0;
    let lineNumber = nextLineNumber;
    for await (const bytes of rest) {
      const { values, lineCount } = readRows({ bytes, lineNumber });
      lineNumber += lineCount;
      yield values;
    }
  }
  return { ...file, blocks: blocks() };
};

/** The whole table. Throws as `openCsv` and its blocks do. */
export const readCsv = async (
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  source: string,
  options: CsvOptions = {},
): Promise<Table> => {
  const { columnNames, hasNames, blocks } = await openCsv(chunks, source, options);
  const parts: Float64Array[] = [];
  let length = 0;
  for await (const block of blocks) {
    parts.push(block.slice());
    length += block.length;
    checkValueCount(length, source);
  }
  return checkedTable({
    source,
    columnNames,
    hasNames,
    values: joinBlocks(parts),
    rowCount: length / columnNames.length,
  });
};
