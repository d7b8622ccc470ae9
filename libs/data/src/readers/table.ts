/** A table of numbers: the result of every reader here, whatever the file's format. */
import { quoted } from '../file-text.js';

export interface Table {
  /** The file's name in messages. */
  readonly source: string;
  readonly columnNames: readonly string[];
  /** Whether the file itself names its columns. If not, they are x1, x2, ..., and y for the target (the last one). */
  readonly hasNames: boolean;
  /** Row-major (rowCount, columnNames.length), float64; NaN where a value is missing, otherwise finite. */
  readonly values: Float64Array;
  readonly rowCount: number;
}

/** 2 GiB of float64. A larger file must be read block by block (`openCsv`). */
const MAX_VALUES = 2 ** 28;
const MAX_COLUMNS = 10_000;

/** A table but for its file. */
export type Contents = Omit<Table, 'source'>;

/** x1, x2, ..., and y for the last of `count` columns. */
export const defaultColumnNames = (count: number): string[] =>
  Array.from({ length: count }, (_, column) => (column === count - 1 ? 'y' : `x${column + 1}`));

/** A table whose file does not name its columns. */
export const unnamedTable = (values: Float64Array, width: number, rowCount: number): Contents => ({
  columnNames: defaultColumnNames(width),
  hasNames: false,
  values,
  rowCount,
});

/** A table of named columns, each of `rowCount` values. */
export const tableOfColumns = (columns: ReadonlyMap<string, Float64Array>, rowCount: number): Contents => {
  const width = columns.size;
  const values = new Float64Array(rowCount * width);
  [...columns.values()].forEach((column, i) => {
    for (let row = 0; row < rowCount; row++) values[row * width + i] = column[row];
  });
  return { columnNames: [...columns.keys()], hasNames: true, values, rowCount };
};

/** @throws Error for more columns than anyone could intend */
export const checkColumnCount = (count: number, source: string): void => {
  if (count > MAX_COLUMNS) {
    throw new Error(
      `${source} has ${count} columns, at most ${MAX_COLUMNS} are read; is it a table of numbers, a row a line?`,
    );
  }
};

/** @throws Error for two columns of one name, and for a name whose bytes are not UTF-8 */
export const checkColumnNames = (names: readonly string[], source: string): void => {
  checkColumnCount(names.length, source);
  const columnOf = new Map<string, number>();
  names.forEach((name, i) => {
    const earlier = columnOf.get(name);
    if (earlier !== undefined) {
      throw new Error(
        `${source}: columns ${earlier} and ${i + 1} are both named ${quoted(name)}; give each column its own name`,
      );
    }
    if (name.includes('\ufffd')) {
      throw new Error(`${source}: the name of column ${i + 1}, ${quoted(name)}, is not UTF-8; save the file as UTF-8`);
    }
    columnOf.set(name, i + 1);
  });
};

/**
 * The table, after checks.
 * @throws Error if it has no rows, or too many columns or values, or two columns of one name
 */
export const checkedTable = (table: Table): Table => {
  const { source, columnNames, rowCount } = table;
  checkColumnNames(columnNames, source);
  if (rowCount === 0 || columnNames.length === 0) throw new Error(`${source} has no rows of numbers`);
  checkValueCount(rowCount * columnNames.length, source);
  return table;
};

/** @throws Error for more values than a table may hold */
export const checkValueCount = (count: number, source: string): void => {
  if (count > MAX_VALUES) {
    throw new Error(`${source} has ${count} values or more, at most ${MAX_VALUES} fit into one table; split the file`);
  }
};
