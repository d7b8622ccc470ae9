/**
 * How a text file writes its table, detected from its first lines.
 *
 * The sample: the first 100 lines that are neither blank nor comments, or fewer lines once they have 2^20 characters.
 *
 * Delimiter: tab, semicolon, comma or blanks (runs of spaces and tabs), tried in this order. It is the first that
 *   cuts all lines of the sample into the same number of cells, two or more, where each cell after the first line is a
 *   number or missing. If none does, the file has a fault or a single column. Then it is the first that cuts both of
 *   the first two lines into two cells or more (so that the error names the fault where it is), and otherwise the comma
 *   (a single column).
 * Decimal sign: the comma, if a cell of the sample is a number only with a comma (1,5) and none is one only with a
 *   point (1.5); otherwise the point. Cells cut at commas have no decimal comma, unless they are quoted.
 * Header: the first line names the columns if one of its cells is text (neither a number nor missing) and none is a
 *   number. If some are text and some are numbers, the line could be either: an error. A line of numbers is a row.
 *
 * A single column with decimal commas looks the same as two columns of whole numbers, and is read as two columns.
 */
import { parseCell, type DecimalSign } from './cell.js';
import { cellsOfLines, type Delimiter } from './csv-cells.js';
import type { Line } from './csv-lines.js';

export interface CsvDialect {
  readonly delimiter: Delimiter;
  readonly decimal: DecimalSign;
  /** Whether the first line names the columns. */
  readonly header: boolean;
}

export const SAMPLE_LINES = 100;
export const SAMPLE_LENGTH = 1 << 20;
const DELIMITERS: readonly Delimiter[] = ['\t', ';', ',', ' '];

const isValue = (cell: string, decimal: DecimalSign): boolean => parseCell(cell, decimal) !== undefined;

const decimalOf = (rows: readonly (readonly string[])[]): DecimalSign => {
  let withComma = false;
  for (const row of rows) {
    for (const cell of row) {
      const hasPoint = isValue(cell, '.');
      const hasComma = isValue(cell, ',');
      if (hasPoint && !hasComma) return '.';
      if (hasComma && !hasPoint) withComma = true;
    }
  }
  return withComma ? ',' : '.';
};

interface Candidate {
  readonly delimiter: Delimiter;
  readonly decimal: DecimalSign;
  readonly rows: readonly (readonly string[])[];
}

const candidateOf = (
  sample: readonly Line[],
  delimiter: Delimiter,
  chosen: Partial<CsvDialect>,
): Candidate | undefined => {
  try {
    const rows = cellsOfLines(sample, delimiter, '');
    return { delimiter, rows, decimal: chosen.decimal ?? decimalOf(rows) };
  } catch {
    return undefined; // quotes that make no sense with this delimiter
  }
};

const fits = ({ rows, decimal }: Candidate): boolean =>
  rows[0].length > 1 &&
  rows.every((row, i) => row.length === rows[0].length && (i === 0 || row.every((cell) => isValue(cell, decimal))));

const cutsFirstLines = ({ rows }: Candidate): boolean => rows.slice(0, 2).every((row) => row.length > 1);

const hasHeader = (first: readonly string[], decimal: DecimalSign, where: string): boolean => {
  const parsed = first.map((cell) => parseCell(cell, decimal));
  const text = parsed.indexOf(undefined);
  const number = parsed.findIndex((value) => value !== undefined && !Number.isNaN(value));
  if (text >= 0 && number >= 0) {
    throw new Error(
      `${where} has a text in column ${text + 1} and a number in column ${number + 1}: it is either a header, ` +
        'with a name for every column, or a row, with a number in every column',
    );
  }
  return text >= 0;
};

/**
 * The dialect of a file that starts with the lines of `sample`, at least one.
 * @param chosen what is already known and need not be detected
 * @throws Error if the first line may be a header or a row
 */
export const detectDialect = (sample: readonly Line[], chosen: Partial<CsvDialect>, source: string): CsvDialect => {
  const delimiters = chosen.delimiter === undefined ? DELIMITERS : [chosen.delimiter];
  const candidates = delimiters
    .map((delimiter) => candidateOf(sample, delimiter, chosen))
    .filter((found) => found !== undefined);
  const best = candidates.find(fits) ?? candidates.find(cutsFirstLines);
  const delimiter = chosen.delimiter ?? best?.delimiter ?? ',';
  const rows = best?.rows ?? cellsOfLines(sample, delimiter, source);
  const decimal = chosen.decimal ?? best?.decimal ?? decimalOf(rows);
  const header = chosen.header ?? hasHeader(rows[0], decimal, `${source}, line ${sample[0].number}`);
  return { delimiter, decimal, header };
};
