/**
 * Rows of numbers straight from the bytes, for plain lines: printable ASCII, each cell a number or missing, only
 * numbers in quotes, each row of the same length. That is nearly every line of nearly every file. csv-rows.ts reads the
 * others, and says what is wrong with them. Both give the same numbers.
 */
import { parseCell, type DecimalSign } from './cell.js';
import type { CsvDialect } from './csv-dialect.js';
import { CR, LF } from './csv-lines.js';
import { readDecimal } from './decimal-bytes.js';

export interface PlainRows {
  readonly valueCount: number;
  /** Includes blank lines and comments. */
  readonly lineCount: number;
}

const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const LAST_PRINTABLE = 126;
const NO_BYTE = -1;

/** A longer cell is not a word for a missing value, but may be a number of many digits. */
const MAX_CELL_LENGTH = 1000;

const isLineEnd = (byte: number): boolean => byte === LF || byte === CR;

/** The tab is the only control character allowed: strings treat some others as blanks. */
const isPlain = (byte: number): boolean => (byte >= SPACE && byte <= LAST_PRINTABLE && byte !== QUOTE) || byte === TAB;

/** @param other a blank besides the space */
const skipBlanks = (bytes: Uint8Array, start: number, other: number): number => {
  let at = start;
  while (bytes[at] === SPACE || bytes[at] === other) at += 1;
  return at;
};

/** Like `readDecimal`, for a number that may be in quotes. */
const readNumber = (
  bytes: Uint8Array,
  start: number,
  decimalSign: number,
  values: Float64Array,
  place: number,
): number => {
  if (bytes[start] !== QUOTE) return readDecimal(bytes, start, decimalSign, values, place);
  const end = readDecimal(bytes, start + 1, decimalSign, values, place);
  return end >= 0 && bytes[end] === QUOTE ? end + 1 : -1;
};

/**
 * Reads a cell that starts at `start` and is not a plain number: nothing, a word, or a number of many digits.
 * @param separator the byte of the delimiter
 * @returns where it ends; -1 if it is not a number, or has bytes that are not plain
 */
const readOddCell = (
  bytes: Uint8Array,
  start: number,
  separator: number,
  decimal: DecimalSign,
  values: Float64Array,
  place: number,
): number => {
  let text = '';
  let at = start;
  for (; ; at++) {
    const byte = bytes[at];
    if (isLineEnd(byte) || byte === separator || (separator === SPACE && byte === TAB)) break;
    if (!isPlain(byte) || at - start > MAX_CELL_LENGTH) return -1;
    text += String.fromCharCode(byte);
  }
  const value = parseCell(text.trim(), decimal);
  if (value === undefined || value === Infinity || value === -Infinity) return -1;
  values[place] = value;
  return at;
};

/**
 * @param bytes whole lines; the last one has its end
 * @param width how many cells each row must have
 * @param values receives the rows, row-major; bytes.length values are enough room
 * @returns undefined if a line is not plain, or wrong
 */
export const readPlainRows = (
  bytes: Uint8Array,
  width: number,
  { delimiter, decimal }: CsvDialect,
  values: Float64Array,
): PlainRows | undefined => {
  const separator = delimiter.charCodeAt(0);
  const isBlankSeparated = separator === SPACE;
  const blank = separator === TAB ? NO_BYTE : TAB;
  // Where cells are cut at the decimal sign, numbers have none.
  const decimalSign = delimiter === decimal ? NO_BYTE : decimal.charCodeAt(0);

  let at = 0;
  let valueCount = 0;
  let lineCount = 0;
  while (at < bytes.length) {
    const textAt = skipBlanks(bytes, at, TAB);
    if (bytes[textAt] === HASH || isLineEnd(bytes[textAt])) {
      at = textAt;
      while (!isLineEnd(bytes[at])) at += 1;
    } else {
      for (let column = 1; column <= width; column++) {
        const cellAt = skipBlanks(bytes, at, blank);
        const numberEnd = readNumber(bytes, cellAt, decimalSign, values, valueCount);
        let end = numberEnd < 0 ? cellAt : skipBlanks(bytes, numberEnd, blank);
        const isWhole = isLineEnd(bytes[end]) || (isBlankSeparated ? end > numberEnd : bytes[end] === separator);
        if (numberEnd < 0 || !isWhole) {
          end = readOddCell(bytes, cellAt, separator, decimal, values, valueCount);
          if (end < 0) return undefined;
          if (isBlankSeparated) end = skipBlanks(bytes, end, TAB);
        }
        const endsRow = isLineEnd(bytes[end]);
        if (endsRow !== (column === width)) return undefined;
        at = endsRow || isBlankSeparated ? end : end + 1;
        valueCount += 1;
      }
    }
    at += bytes[at] === CR && bytes[at + 1] === LF ? 2 : 1;
    lineCount += 1;
  }
  return { valueCount, lineCount };
};
