/**
 * JSON tables, in three forms:
 *
 *   [[1, 2], [3, 4]]                      an array of rows
 *   [{"a": 1, "y": 2}, {"a": 3, "y": 4}]  an array of rows with names: every row has the same, in any order
 *   {"a": [1, 3], "y": [2, 4]}            an object of columns
 *
 * A value is a number, null, or anything that a cell of a CSV file may be (cell.ts), with or without quotes. That
 * includes Python's NaN and Infinity. Names are never keys of an object here, so one like __proto__ is a name like any
 * other.
 */
import { cellProblem, parseCell } from './cell.js';
import { JsonCursor } from './json-cursor.js';
import { counted, nameList, quoted } from '../file-text.js';
import { checkColumnCount, checkedTable, tableOfColumns, unnamedTable, type Contents, type Table } from './table.js';
import { ValueList } from './value-list.js';

const ADVICE = 'write null';

const readValue = (cursor: JsonCursor, row: number, column: string): number => {
  const where = `row ${row}, column ${column}`;
  const next = cursor.peek();
  if (next === '[' || next === '{') cursor.fail(`${where}: ${next === '[' ? 'an array' : 'an object'} is not a number`);
  const text = cursor.scalar();
  const value = parseCell(text.trim(), '.');
  if (value === undefined || value === Infinity || value === -Infinity) {
    const shown = next === '"' ? quoted(text) : quoted(text).slice(1, -1);
    return cursor.fail(`${where}: ${cellProblem(shown, value, '.', ADVICE)}`);
  }
  return value;
};

/** Advances past the items of a list that is already open, and past its end. Returns their count. */
const readItems = (cursor: JsonCursor, close: ']' | '}', readItem: (index: number) => void): number => {
  if (cursor.accept(close)) return 0;
  let count = 0;
  do readItem(count++);
  while (cursor.accept(','));
  cursor.expect(close);
  return count;
};

const readKey = (cursor: JsonCursor, index: number): string => {
  const name = cursor.string();
  cursor.expect(':');
  return name === '' ? `column${index + 1}` : name;
};

const readArrayRows = (cursor: JsonCursor): Contents => {
  const values = new ValueList();
  let width = 0;
  const rowCount = readItems(cursor, ']', (row) => {
    if (!cursor.accept('['))
      cursor.fail(`row ${row + 1} is not an array; write rows as [[1, 2], [3, 4]] or [{"x1": 1, "y": 2}]`);
    const count = readItems(cursor, ']', (column) => {
      values.push(readValue(cursor, row + 1, String(column + 1)));
    });
    if (row === 0) {
      checkColumnCount(count, cursor.source);
      width = count;
    }
    if (count !== width) {
      cursor.fail(
        `row ${row + 1} has ${counted(count, 'value')}, row 1 has ${width}; ${ADVICE} where a value is missing`,
      );
    }
  });
  return unnamedTable(values.toArray(), width, rowCount);
};

const readObjectRows = (cursor: JsonCursor): Contents => {
  const values = new ValueList();
  const columnOf = new Map<string, number>();
  let cells = new Float64Array(0);
  const rowCount = readItems(cursor, ']', (row) => {
    if (!cursor.accept('{')) cursor.fail(`row ${row + 1} is not an object; row 1 is, and all rows are written alike`);
    const seen = new Set<string>();
    const first: number[] = [];
    readItems(cursor, '}', (index) => {
      const name = readKey(cursor, index);
      if (seen.has(name)) cursor.fail(`row ${row + 1} has ${quoted(name)} twice; give each column its own name`);
      seen.add(name);
      const value = readValue(cursor, row + 1, quoted(name));
      if (row === 0) {
        columnOf.set(name, first.length);
        first.push(value);
        return;
      }
      const column = columnOf.get(name);
      if (column === undefined) {
        cursor.fail(`row ${row + 1} has ${quoted(name)}, which row 1 has not; give each row the same names`);
      } else {
        cells[column] = value;
      }
    });
    if (row === 0) cells = Float64Array.from(first);
    if (seen.size < columnOf.size) {
      const missing = [...columnOf.keys()].filter((name) => !seen.has(name));
      cursor.fail(`row ${row + 1} has no ${nameList(missing)}, which row 1 has; ${ADVICE} where a value is missing`);
    }
    cells.forEach((value) => {
      values.push(value);
    });
  });
  return { columnNames: [...columnOf.keys()], hasNames: true, values: values.toArray(), rowCount };
};

const readColumns = (cursor: JsonCursor): Contents => {
  const columns = new Map<string, Float64Array>();
  let rowCount = 0;
  readItems(cursor, '}', (index) => {
    checkColumnCount(index + 1, cursor.source);
    const name = readKey(cursor, index);
    if (columns.has(name)) cursor.fail(`there are two columns ${quoted(name)}; give each column its own name`);
    if (!cursor.accept('[')) {
      cursor.fail(
        `column ${quoted(name)} is not an array of numbers; ` +
          'write an object of columns, {"x1": [1, 2], "y": [3, 4]}, or an array of rows',
      );
    }
    const list = new ValueList();
    const count = readItems(cursor, ']', (row) => {
      list.push(readValue(cursor, row + 1, quoted(name)));
    });
    if (index === 0) rowCount = count;
    if (count !== rowCount) {
      const [first] = columns.keys();
      cursor.fail(
        `column ${quoted(name)} has ${counted(count, 'value')}, column ${quoted(first)} has ${rowCount}; ` +
          `${ADVICE} where a value is missing`,
      );
    }
    columns.set(name, list.toArray());
  });
  return tableOfColumns(columns, rowCount);
};

const readContents = (cursor: JsonCursor): Contents => {
  if (cursor.accept('{')) return readColumns(cursor);
  cursor.expect('[');
  return cursor.peek() === '{' ? readObjectRows(cursor) : readArrayRows(cursor);
};

/**
 * The table in a JSON text.
 * @param source names the file in messages
 * @throws Error that names line, row and column of what is wrong
 */
export const readJson = (bytes: Uint8Array, source: string): Table => {
  const cursor = new JsonCursor(decodeUtf8(bytes, source), source);
  const contents = readContents(cursor);
  cursor.expectEnd();
  return checkedTable({ source, ...contents });
};

/** The text without its byte order mark, if it has one. */
const decodeUtf8 = (bytes: Uint8Array, source: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${source} is not UTF-8 text; save it as UTF-8`);
  }
};
