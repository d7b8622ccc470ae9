/**
 * One cell of text as a number.
 *
 *   number    digits with an optional sign, decimal sign and exponent: 5, -1.5, .5, 2., 1e-3. No thousands separator
 *             (1,234 may be one thousand or a little over one, and we do not guess), no hexadecimal, no unit.
 *   missing   nothing, NaN, NA, null, inf, infinity, in any case; NaN and inf also with a sign
 *
 * A decimal is rounded to the nearest float64. One beyond the largest float64 (1e400) is not a missing value: somebody
 * wrote a finite number, so it is an error. `parseCell` signals this by an infinity, which no other cell gives.
 */

export type DecimalSign = '.' | ',';

/**
 * Longer text is not a number, since a float64 never needs more than 770 digits. This also keeps a hostile cell from
 * costing time.
 */
const MAX_LENGTH = 1000;

const NUMBER: Readonly<Record<DecimalSign, RegExp>> = {
  '.': /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/,
  ',': /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?$/,
};
const MISSING = /^(?:[+-]?nan|na|null|[+-]?inf(?:inity)?)$/i;

/**
 * The number in `text`: NaN if it is missing, an infinity if float64 cannot hold it, undefined if it is not a number.
 * The caller has already removed blanks around it.
 */
export const parseCell = (text: string, decimal: DecimalSign): number | undefined => {
  if (text === '') return NaN;
  if (text.length > MAX_LENGTH) return undefined;
  if (NUMBER[decimal].test(text)) return Number(decimal === '.' ? text : text.replace(',', '.'));
  return MISSING.test(text) ? NaN : undefined;
};

/**
 * Why a cell, shown as `value`, was refused, and what would be right.
 * @param parsed the result of parseCell
 * @param advice how the file's format writes a missing value
 */
export const cellProblem = (
  value: string,
  parsed: number | undefined,
  decimal: DecimalSign,
  advice: string,
): string => {
  const orMissing = `or ${advice} where a value is missing`;
  if (parsed !== undefined) return `${value} is beyond the largest float64, 1.8e308; rescale the column, ${orMissing}`;
  const example = decimal === '.' ? '-1.5e3' : '-1,5e3';
  return `${value} is not a number; write it like ${example}, without thousands separators, ${orMissing}`;
};
