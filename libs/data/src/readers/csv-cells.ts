/**
 * Splits lines into cells, without blanks around them (in quotes, without blanks at the ends of the text).
 *
 * A line without quotes is split at its delimiter; csv-parse splits those with quotes. A line is a row: a quoted cell
 * may hold delimiters and doubled quotes but no line break. So a quote that was never closed costs one line and not the
 * file.
 */
import { parse, CsvError } from 'csv-parse/sync';
import type { Line } from './csv-lines.js';

/** A space stands for any run of spaces and tabs. */
export type Delimiter = '\t' | ';' | ',' | ' ';

const splitLine = (line: string, delimiter: Delimiter): string[] =>
  delimiter === ' ' ? line.trim().split(/[ \t]+/) : line.split(delimiter).map((cell) => cell.trim());

const parseQuoted = (text: string, delimiter: Delimiter): string[][] => {
  const delimiters = delimiter === ' ' ? [' ', '\t'] : [delimiter];
  const records = parse(text, {
    delimiter: delimiters,
    record_delimiter: ['\n'],
    trim: true,
    relax_column_count: true,
  });
  const trimmed = records.map((cells) => cells.map((cell) => cell.trim()));
  return delimiter === ' ' ? trimmed.map((cells) => cells.filter((cell) => cell !== '')) : trimmed;
};

const parseQuotedLine = (line: string, delimiter: Delimiter, where: string): string[] => {
  try {
    return parseQuoted(line, delimiter)[0];
  } catch (error) {
    const isOpen = error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED';
    throw new Error(
      `${where}: ${isOpen ? 'a quote is opened and not closed on its line' : 'a quote stands inside a cell'}; ` +
        'quote whole cells, and write "" for a quote inside',
      { cause: error },
    );
  }
};

/** The cells of each line. @throws Error that names the line, for quotes that do not enclose a cell */
export const cellsOfLines = (lines: readonly Line[], delimiter: Delimiter, source: string): string[][] => {
  if (!lines.some(({ text }) => text.includes('"'))) return lines.map(({ text }) => splitLine(text, delimiter));
  try {
    // Much faster than line by line. If there are fewer rows than lines, a quote ran past the end of a line.
    const rows = parseQuoted(lines.map(({ text }) => text).join('\n'), delimiter);
    if (rows.length === lines.length) return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return lines.map(({ text, number }) => parseQuotedLine(text, delimiter, `${source}, line ${number}`));
};
