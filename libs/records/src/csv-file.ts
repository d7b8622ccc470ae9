/**
 * Reads back the CSV files that runs write. It is strict, since only our own program writes them: plain cells without
 * quotes, one row a line, and a line end after the last one too. (`libs/data` reads other people's files.)
 */
import { readText } from './record-file.js';

/** The shortest text that reads back to the same float64, including the sign of zero. */
export const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** A row, and its place: "history.csv: line 3". */
export interface CsvRow {
  readonly place: string;
  readonly cells: readonly string[];
}

export interface CsvKind {
  /** In words. */
  readonly what: string;
  /** The command that writes it. */
  readonly writer: string;
  /** The first columns. Any further ones, from a later version, are ignored. */
  readonly columns: readonly string[];
}

/**
 * The rows below the header. Throws an Error of one line that names the file and, if there is one, the line. It rejects
 * a file that is missing, empty or cut short, other columns, and a row of another length.
 */
export const readCsvRows = async (path: string, { what, writer, columns }: CsvKind): Promise<readonly CsvRow[]> => {
  const text = await readText(path, writer);
  if (text.trim() === '') throw new Error(`${path}: the file is empty; must be ${what}`);
  const lines = text.split(/\r?\n/);
  const wanted = columns.join(',');
  const header = lines[0];
  if (header !== wanted && !header.startsWith(`${wanted},`)) {
    throw new Error(`${path}: line 1: found "${header.slice(0, 60)}", must be "${wanted}"`);
  }
  if (lines.at(-1) !== '')
    throw new Error(`${path}: line ${lines.length}: it has no line end (cut short?); "${writer}" writes the file anew`);
  const width = header.split(',').length;
  return lines.slice(1, -1).map((line, index) => {
    const place = `${path}: line ${index + 2}`;
    const cells = line.split(',');
    if (cells.length !== width) throw new Error(`${place}: found ${cells.length} values, must be ${width}`);
    return { place, cells };
  });
};

/** The rule for a number, in addition to being finite. */
export interface NumberRule {
  readonly is: (value: number) => boolean;
  /** In words. */
  readonly right: string;
}

export const ANY_FINITE: NumberRule = { is: Number.isFinite, right: 'must be a finite number' };
export const NOT_NEGATIVE: NumberRule = {
  is: (value) => Number.isFinite(value) && value >= 0,
  right: 'must be a finite number from zero up',
};

/** The value itself. `place` says where it is. Throws an Error if the value breaks the rule. */
export const checkedNumber = (value: number, place: string, { is, right }: NumberRule): number => {
  if (!is(value)) throw new Error(`${place}: found ${value}, ${right}`);
  return value;
};

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

/** Throws an Error unless the cell is a number as JSON writes it, and obeys the rule. */
export const parsedNumber = (cell: string, place: string, rule: NumberRule): number => {
  if (!NUMBER.test(cell)) throw new Error(`${place}: found "${cell.slice(0, 60)}", ${rule.right}`);
  return checkedNumber(Number(cell), place, rule);
};
