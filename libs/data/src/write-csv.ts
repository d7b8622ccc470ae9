/**
 * Rows as CSV: a header x1, x2, ..., y, then one line a row. Each number has the fewest digits that read back to its
 * float32.
 */
import type { Rows } from './rows.js';

/** Nine significant digits distinguish any two float32. */
const MOST_DIGITS = 9;

/** The shortest correctly rounded decimal that reads back to the same float32. Zero has no sign. */
export const formatFloat32 = (value: number): string => {
  for (let digits = 1; digits < MOST_DIGITS; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return String(decimal);
  }
  return String(Number(value.toPrecision(MOST_DIGITS)));
};

/** The whole file, each line ended by a line feed. */
export const toCsv = ({ x, y, rowCount, dimensions }: Rows): string => {
  const header = Array.from({ length: dimensions }, (_, column) => `x${column + 1}`);
  const lines = [[...header, 'y'].join(',')];
  for (let row = 0; row < rowCount; row++) {
    const features = x.subarray(row * dimensions, (row + 1) * dimensions);
    lines.push([...features, y[row]].map(formatFloat32).join(','));
  }
  return `${lines.join('\n')}\n`;
};
