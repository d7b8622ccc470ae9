/** Which columns of a file are a model's features, and which its target. */
import { nameColumns, selectFeatures, type Table, type TableReader } from '@fived/data/readers';
import type { ColumnNames } from '@fived/interpolator';
import { nameList } from '../text.js';

export interface MatchedColumns {
  /** The file's column names; if it has none, the model's. */
  readonly names: readonly string[];
  /** The position of each feature's column. */
  readonly features: readonly number[];
  /** The position of the target's column, if there is one. */
  readonly target: number | undefined;
}

type FileColumns = Pick<TableReader, 'source' | 'columnNames' | 'hasNames'>;

/** The reader's message about a name that is not there, with the closest one that is. */
function missingColumn(table: Table, name: string): string {
  try {
    selectFeatures(table, [name]);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  // A name of digits was taken for a column number by the reader.
  return `${table.source} has no column "${name}"; its columns are ${nameList(table.columnNames)}`;
}

/**
 * Matches columns by name. In a file without names it matches them by position: the features in the model's order, with
 * or without the target behind them.
 * @throws Error of one line for a missing feature, which says what the file has and what the model needs; for a file
 * without names that has another number of columns
 */
export function matchColumns({ source, columnNames, hasNames }: FileColumns, model: ColumnNames): MatchedColumns {
  const columns: Table = { source, columnNames, hasNames, values: new Float64Array(0), rowCount: 0 };
  const table = nameColumns(columns, model.features, model.target);
  const features = model.features.map((name) => table.columnNames.indexOf(name));
  const missing = features.indexOf(-1);
  if (missing >= 0)
    throw new Error(`${missingColumn(table, model.features[missing])}; the model needs ${nameList(model.features)}`);
  const target = table.columnNames.indexOf(model.target);
  return { names: table.columnNames, features, target: target < 0 ? undefined : target };
}

/** @throws Error if the file has no column of the target */
export function requireTarget({ target, names }: MatchedColumns, source: string, model: ColumnNames): number {
  if (target !== undefined) return target;
  throw new Error(`${source} has no column "${model.target}", the model's target; its columns are ${nameList(names)}`);
}
