/** Which columns of a table are features, and which is the target. */
import { closestName } from './closest-name.js';
import { counted, nameList, quoted } from '../file-text.js';
import type { Table } from './table.js';

/** A column's name, or its number from 1. Text that is a whole number and not a name counts as a number. */
export type ColumnKey = string | number;

export interface Features {
  /** The file's name in messages. */
  readonly source: string;
  readonly featureNames: readonly string[];
  /** Row-major (rowCount, featureNames.length); NaN where a value is missing. */
  readonly x: Float64Array;
  readonly rowCount: number;
}

export interface FeaturesAndTarget extends Features {
  readonly targetName: string;
  /** (rowCount); NaN where the target is missing. */
  readonly y: Float64Array;
}

export interface ColumnOptions {
  /** Default: the last column. */
  readonly target?: ColumnKey;
  /** Default: all columns but the target, in their order. */
  readonly features?: readonly ColumnKey[];
  /** How many features there must be; default: as many as there are. */
  readonly dimensions?: number;
}

const columnIndex = ({ source, columnNames }: Table, key: ColumnKey): number => {
  if (typeof key === 'string') {
    const byName = columnNames.indexOf(key);
    if (byName >= 0) return byName;
    if (!/^\d+$/.test(key)) {
      const closest = closestName(key, columnNames);
      const hint = closest === undefined ? '' : ` (did you mean ${quoted(closest)}?)`;
      throw new Error(`${source} has no column ${quoted(key)}${hint}; its columns are ${nameList(columnNames)}`);
    }
  }
  const number = Number(key);
  if (!Number.isInteger(number) || number < 1 || number > columnNames.length) {
    throw new Error(
      `${source} has no column ${number}; its ${counted(columnNames.length, 'column')} are ${nameList(columnNames)}`,
    );
  }
  return number - 1;
};

const lastColumn = ({ source, columnNames, hasNames }: Table): number => {
  const last = columnNames.length - 1;
  if (!hasNames && columnNames[last] !== 'y')
    throw new Error(`${source} has features (X) but no target; add an array y`);
  return last;
};

const takeColumns = ({ values, columnNames, rowCount }: Table, columns: readonly number[]): Float64Array => {
  const taken = new Float64Array(rowCount * columns.length);
  for (let row = 0; row < rowCount; row++) {
    for (let i = 0; i < columns.length; i++)
      taken[row * columns.length + i] = values[row * columnNames.length + columns[i]];
  }
  return taken;
};

/** @throws Error for a column that is given twice */
const checkDistinct = ({ source, columnNames }: Table, columns: readonly number[], target?: number): void => {
  const twice = columns.find((column, i) => column === target || columns.indexOf(column) < i);
  if (twice === undefined) return;
  const both = twice === target ? 'both a feature and the target' : 'a feature twice';
  throw new Error(`${source}: column ${quoted(columnNames[twice])} is chosen as ${both}; choose each column once`);
};

const takeFeatures = (table: Table, columns: readonly number[]): Features => ({
  source: table.source,
  featureNames: columns.map((column) => table.columnNames[column]),
  x: takeColumns(table, columns),
  rowCount: table.rowCount,
});

/**
 * Features by name or number, as copies of their values.
 * @throws Error for a column that does not exist (naming those that do), or is given twice
 */
export const selectFeatures = (table: Table, features: readonly ColumnKey[]): Features => {
  const columns = features.map((key) => columnIndex(table, key));
  checkDistinct(table, columns);
  return takeFeatures(table, columns);
};

/**
 * Features and target, as copies of their values.
 * @throws Error for a column that does not exist or is given twice, a table without features, or a number of features
 *   other than `dimensions`
 */
export const selectColumns = (
  table: Table,
  { target, features, dimensions }: ColumnOptions = {},
): FeaturesAndTarget => {
  const { source, columnNames } = table;
  const targetColumn = target === undefined ? lastColumn(table) : columnIndex(table, target);
  const columns =
    features?.map((key) => columnIndex(table, key)) ??
    [...columnNames.keys()].filter((column) => column !== targetColumn);
  checkDistinct(table, columns, targetColumn);
  const targetName = columnNames[targetColumn];
  if (columns.length === 0) {
    throw new Error(`${source} has only one column, ${quoted(targetName)}; features and a target are needed`);
  }
  if (dimensions !== undefined && columns.length !== dimensions) {
    throw new Error(
      `${source} has ${counted(columns.length, 'feature')} besides the target ${quoted(targetName)}, ` +
        `expected ${dimensions}: give --dimensions ${columns.length}, or choose among ` +
        nameList(columns.map((column) => columnNames[column])),
    );
  }
  return { ...takeFeatures(table, columns), targetName, y: takeColumns(table, [targetColumn]) };
};

/**
 * A table with its columns named as a model expects. Columns without names get the model's names by position, with or
 * without the target after the features. Columns with names keep them.
 * @throws Error for a file without names and with another number of columns
 */
export const nameColumns = (table: Table, featureNames: readonly string[], targetName: string): Table => {
  const { source, columnNames, hasNames } = table;
  if (hasNames) return table;
  const names = [...featureNames, targetName].slice(0, columnNames.length);
  if (columnNames.length < featureNames.length || names.length < columnNames.length) {
    throw new Error(
      `${source} names no columns and has ${columnNames.length}; ` +
        `needed are ${counted(featureNames.length, 'column')} (${nameList(featureNames)}), ` +
        `or one more for ${quoted(targetName)}`,
    );
  }
  return { ...table, columnNames: names };
};
