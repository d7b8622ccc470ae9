/** Numbers, names and tables as text. */
import { stripVTControlCharacters } from 'node:util';
import { inertText } from '@fived/records';

const MAX_NAME_LENGTH = 30;
const MAX_LIST_LENGTH = 100;

/** 10000 -> "10,000", whatever the system's language. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** "1 row", "2,000 rows". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** At most `digits` significant digits, without trailing zeros: "0.25", "1.2e-9". */
export function shortNumber(value: number, digits = 5): string {
  return String(Number(value.toPrecision(digits)));
}

/** A name as messages and tables show it: printable and short, whatever the file contains. */
export function shownName(name: string): string {
  const characters = Array.from(inertText(name, 'terminal'));
  return characters.length > MAX_NAME_LENGTH
    ? `${characters.slice(0, MAX_NAME_LENGTH - 3).join('')}...`
    : characters.join('');
}

/** A path as messages show it: whole, and on one line that a terminal obeys nothing of. */
export const shownPath = (path: string): string => inertText(path, 'terminal');

/** As many names as fit: "x1, x2, x3 and 97 more". */
export function nameList(names: readonly string[]): string {
  const shown: string[] = [];
  let length = 0;
  for (const name of names.map(shownName)) {
    length += name.length + 2;
    if (shown.length > 0 && length > MAX_LIST_LENGTH) break;
    shown.push(name);
  }
  const left = names.length - shown.length;
  return shown.join(', ') + (left > 0 ? ` and ${left} more` : '');
}

/** Colours have no width. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widthOf = (cell: string): number => stripVTControlCharacters(cell).length;
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))));
  const pad = (cell: string, column: number): string => {
    const blanks = ' '.repeat(widths[column] - widthOf(cell));
    return column < 2 ? cell + blanks : blanks + cell;
  };
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
