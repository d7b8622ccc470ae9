/**
 * CSV and TSV: from a stream of bytes to blocks of numbers, so that a file of any length can be read in constant memory,
 * and to a whole table. How lines, cells and the file's dialect are told: csv-lines.ts, csv-cells.ts, csv-dialect.ts; what
 * a number is: cell.ts.
 */
import { cellProblem, parseCell } from './cell.js';
import { cellsOfLines } from './csv-cells.js';
import { detectDialect, SAMPLE_LENGTH, SAMPLE_LINES, type CsvDialect } from './csv-dialect.js';
import { lineBlocks, type LineBlock } from './csv-lines.js';
import { counted, quoted } from './messages.js';
import {
  checkColumnCount,
  checkColumnNames,
  checkedTable,
  checkValueCount,
  defaultColumnNames,
  type Table,
} from './table.js';
import { joinBlocks } from './value-list.js';

/** What is given is not detected. */
export type CsvOptions = Partial<CsvDialect>;

/** A file of text whose columns are known and whose rows are still to come. */
export interface CsvReader {
  readonly source: string;
  readonly dialect: CsvDialect;
  readonly columnNames: readonly string[];
  /** As in `Table`. */
  readonly hasNames: boolean;
  /**
   * The rows, once: successive row-major (rows, columnNames.length) blocks, NaN where a value is missing. Reading throws an
   * Error that names the line for a row of another length, and line, column and value for a cell that is no number.
   */
  readonly blocks: AsyncGenerator<Float64Array>;
}

const ADVICE = 'leave the cell empty or write NaN, NA, null or inf';

type Columns = Omit<CsvReader, 'blocks'>;

const raggedError = (cells: readonly string[], lineNumber: number, { source, columnNames }: Columns): Error =>
  new Error(
    `${source}, line ${lineNumber} has ${counted(cells.length, 'cell')}, the first line has ${columnNames.length}; ` +
      'give each row as many, empty or NA where a value is missing',
  );

const cellError = (cell: string, column: number, lineNumber: number, { source, dialect, columnNames }: Columns): Error => {
  const where = `${source}, line ${lineNumber}, column ${column + 1} (${quoted(columnNames[column])})`;
  return new Error(`${where}: ${cellProblem(quoted(cell), parseCell(cell, dialect.decimal), dialect.decimal, ADVICE)}`);
};

const toValues = (block: LineBlock, file: Columns): Float64Array => {
  const width = file.columnNames.length;
  const rows = cellsOfLines(block, file.dialect.delimiter, file.source);
  const ragged = rows.findIndex((cells) => cells.length !== width);
  // Room is made for rows that are as long as the first one, and for no others: it never exceeds the block's own size.
  const wholeRowCount = ragged < 0 ? rows.length : ragged;
  const values = new Float64Array(wholeRowCount * width);
  for (let row = 0; row < wholeRowCount; row++) {
    for (let column = 0; column < width; column++) {
      const cell = rows[row][column];
      const value = parseCell(cell, file.dialect.decimal);
      if (value === undefined || value === Infinity || value === -Infinity) {
        throw cellError(cell, column, block.lineNumbers[row], file);
      }
      values[row * width + column] = value;
    }
  }
  if (ragged >= 0) throw raggedError(rows[ragged], block.lineNumbers[ragged], file);
  return values;
};

/** The first blocks, as many as hold the sample that csv-dialect.ts asks for, and those lines. */
const takeSample = async (blocks: AsyncGenerator<LineBlock>): Promise<{ taken: LineBlock[]; sample: LineBlock }> => {
  const taken: LineBlock[] = [];
  const lines: string[] = [];
  const lineNumbers: number[] = [];
  let length = 0;
  const isFull = (): boolean => lines.length === SAMPLE_LINES || length >= SAMPLE_LENGTH;
  while (!isFull()) {
    const next = await blocks.next();
    if (next.done === true) break;
    const block = next.value;
    if (block.lines.length > 0) taken.push(block);
    for (let i = 0; i < block.lines.length && !isFull(); i++) {
      lines.push(block.lines[i]);
      lineNumbers.push(block.lineNumbers[i]);
      length += block.lines[i].length;
    }
  }
  return { taken, sample: { lines, lineNumbers } };
};

const withoutFirstLine = ({ lines, lineNumbers }: LineBlock): LineBlock => ({
  lines: lines.slice(1),
  lineNumbers: lineNumbers.slice(1),
});

/** An empty cell of a header gets a name too: column1, as of the index that pandas writes. */
const columnNamesOf = (first: readonly string[], { header }: CsvDialect): string[] =>
  header ? first.map((name, column) => (name === '' ? `column${column + 1}` : name)) : defaultColumnNames(first.length);

/**
 * Opens a file of text: takes its first lines, finds its dialect and its columns.
 * @param source names the file in messages
 * @throws Error for a file without rows, a first line that may be header or row, two columns of one name
 */
export const openCsv = async (
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  source: string,
  options: CsvOptions = {},
): Promise<CsvReader> => {
  const rest = lineBlocks(chunks, source);
  const { taken, sample } = await takeSample(rest);
  if (sample.lines.length === 0) throw new Error(`${source} has no rows of numbers`);
  const dialect = detectDialect(sample, options, source);
  const firstLine = { lines: sample.lines.slice(0, 1), lineNumbers: sample.lineNumbers.slice(0, 1) };
  const [first] = cellsOfLines(firstLine, dialect.delimiter, source);
  checkColumnCount(first.length, source);
  const columnNames = columnNamesOf(first, dialect);
  checkColumnNames(columnNames, source);
  const file = { source, dialect, columnNames, hasNames: dialect.header };

  async function* blocks(): AsyncGenerator<Float64Array> {
    if (dialect.header) taken[0] = withoutFirstLine(taken[0]);
    for (const block of taken) yield toValues(block, file);
    taken.length = 0;
    for await (const block of rest) yield toValues(block, file);
  }
  return { ...file, blocks: blocks() };
};

/** The whole table; throws as `openCsv` and its blocks do. */
export const readCsv = async (
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  source: string,
  options: CsvOptions = {},
): Promise<Table> => {
  const { columnNames, hasNames, blocks } = await openCsv(chunks, source, options);
  const parts: Float64Array[] = [];
  let length = 0;
  for await (const block of blocks) {
    parts.push(block);
    length += block.length;
    checkValueCount(length, source);
  }
  return checkedTable({ source, columnNames, hasNames, values: joinBlocks(parts), rowCount: length / columnNames.length });
};
