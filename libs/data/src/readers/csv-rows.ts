/**
 * Lines as rows of numbers, and what is wrong with lines that are not. csv-cells.ts splits the cells, and cell.ts says
 * what a number is. csv-plain.ts reads plain lines much faster, without a string for each.
 */
import { cellProblem, parseCell } from './cell.js';
import { cellsOfLines } from './csv-cells.js';
import type { CsvDialect } from './csv-dialect.js';
import type { Line } from './csv-lines.js';
import { counted, quoted } from '../file-text.js';

/** What is known of a file's columns. */
export interface CsvColumns {
  readonly source: string;
  readonly dialect: CsvDialect;
  readonly columnNames: readonly string[];
}

const ADVICE = 'leave the cell empty or write NaN, NA, null or inf';

const raggedError = (cells: readonly string[], lineNumber: number, { source, columnNames }: CsvColumns): Error =>
  new Error(
    `${source}, line ${lineNumber} has ${counted(cells.length, 'cell')}, the first line has ${columnNames.length}; ` +
      'give each row as many, empty or NA where a value is missing',
  );

const cellError = (
  cell: string,
  column: number,
  lineNumber: number,
  { source, dialect, columnNames }: CsvColumns,
): Error => {
  const where = `${source}, line ${lineNumber}, column ${column + 1} (${quoted(columnNames[column])})`;
  return new Error(`${where}: ${cellProblem(quoted(cell), parseCell(cell, dialect.decimal), dialect.decimal, ADVICE)}`);
};

/** The rows, row-major. @throws Error for the first line that is not a row of numbers */
export const rowsOfLines = (lines: readonly Line[], file: CsvColumns): Float64Array => {
  const width = file.columnNames.length;
  const rows = cellsOfLines(lines, file.dialect.delimiter, file.source);
  const ragged = rows.findIndex((cells) => cells.length !== width);
  // Room is made only for rows as long as the first one, so it never exceeds the block's own size.
  const wholeRowCount = ragged < 0 ? rows.length : ragged;
  const values = new Float64Array(wholeRowCount * width);
  for (let row = 0; row < wholeRowCount; row++) {
    for (let column = 0; column < width; column++) {
      const cell = rows[row][column];
      const value = parseCell(cell, file.dialect.decimal);
      if (value === undefined || value === Infinity || value === -Infinity) {
        throw cellError(cell, column, lines[row].number, file);
      }
      values[row * width + column] = value;
    }
  }
  if (ragged >= 0) throw raggedError(rows[ragged], lines[ragged].number, file);
  return values;
};
