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

const PIECE_ROWS = 10_000;

/** The whole file piece by piece, since it may be longer than a string. Each line is ended by a line feed. */
export function* csvPieces({ x, y, rowCount, dimensions }: Rows): Generator<string> {
  const header = Array.from({ length: dimensions }, (_, column) => `x${column + 1}`);
  let lines = `${[...header, 'y'].join(',')}\n`;
  for (let row = 0; row < rowCount; row++) {
    const features = x.subarray(row * dimensions, (row + 1) * dimensions);
    lines += `${[...features, y[row]].map(formatFloat32).join(',')}\n`;
    if (row % PIECE_ROWS > 0) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

/** The whole file. */
export const toCsv = (rows: Rows): string => [...csvPieces(rows)].join('');
