/**
 * Rows of a file and a model's predictions for them, block by block: which columns are the features and which the
 * target, and what a user should know about the rows.
 */
import { nameColumns, selectFeatures, type Table, type TableReader } from '@fived/data/readers';
import type { ColumnNames, Interpolator } from '@fived/interpolator';
import { counted, grouped, nameList, shortNumber, shownName } from '../text.js';
import type { RowDisplay } from './rows-progress.js';

/** Takes rows of raw features, row-major. Returns the predictions, and what else there is of each row. */
type Predict = (x: Float64Array) => readonly Float64Array[];

/** Some successive rows. They are valid until the next ones are asked for. */
export interface Batch {
  /** Row-major (rows, columns of the file). */
  readonly values: Float64Array;
  readonly predicted: ReturnType<Predict>;
}

/** Counts that grow while batches are taken. */
export interface RowCounts {
  rowCount: number;
  /** Rows with a feature outside the range of the training rows. */
  outsideCount: number;
  /** Missing features. */
  imputedCount: number;
}

export function noRows(): RowCounts {
  return { rowCount: 0, outsideCount: 0, imputedCount: 0 };
}

/**
 * Makes a function that copies the features out of rows, row-major, into memory that it uses again, and counts the
 * missing ones.
 */
function createFeatureTaker(
  width: number,
  columns: Int32Array,
): (values: Float64Array) => { x: Float64Array; missingCount: number } {
  let room = new Float64Array(0);
  return (values) => {
    const length = (values.length / width) * columns.length;
    if (room.length < length) room = new Float64Array(length);
    let missingCount = 0;
    let place = 0;
    for (let row = 0; row < values.length; row += width) {
      for (let i = 0; i < columns.length; i++) {
        const value = values[row + columns[i]];
        room[place++] = value;
        if (Number.isNaN(value)) missingCount++;
      }
    }
    return { x: room.subarray(0, length), missingCount };
  };
}

/** Names the row, counted from 1 in the file, that is too far from the training rows to be computed with. */
function tooFar(
  x: Float64Array,
  firstRow: number,
  source: string,
  { dimensions, featureRanges }: Interpolator,
  predict: Predict,
  cause: RangeError,
): Error {
  for (let start = 0; start < x.length; start += dimensions) {
    const row = x.subarray(start, start + dimensions);
    try {
      predict(row);
    } catch {
      const excess = featureRanges.map(({ min, max }, i) => Math.max(min - row[i], row[i] - max) / (max - min || 1));
      const worst = excess.reduce((most, value, i) => (value > excess[most] ? i : most), 0);
      const { name, min, max } = featureRanges[worst];
      return new Error(
        `${source}, row ${grouped(firstRow + start / dimensions + 1)}: ${shownName(name)} is ${row[worst]}, ` +
          `too far from the training rows to compute with; they had ${shortNumber(min)} to ${shortNumber(max)}`,
        { cause },
      );
    }
  }
  return cause;
}

/**
 * Takes the rows of a file block by block, and counts them in `counts`.
 * @param withBand whether the ends of the 95% band are predicted too
 * @param display is told the progress
 * @throws Error of one line for what is wrong in the file, for a row that is too far from the training rows to be
 * computed with, and if there are no rows
 */
export async function* predictBatches(
  rows: TableReader,
  { features }: MatchedColumns,
  interpolator: Interpolator,
  withBand: boolean,
  counts: RowCounts,
  display: RowDisplay,
): AsyncGenerator<Batch> {
  const predict: Predict = (x) => {
    if (!withBand) return [interpolator.predict(x)];
    const { prediction, lower, upper } = interpolator.predictWithUncertainty(x);
    return [prediction, lower, upper];
  };
  const takeFeatures = createFeatureTaker(rows.columnNames.length, Int32Array.from(features));
  for await (const values of rows.blocks) {
    if (values.length === 0) continue; // a block without rows, only comments
    const { x, missingCount } = takeFeatures(values);
    let predicted: ReturnType<Predict>;
    try {
      predicted = predict(x);
    } catch (error) {
      throw error instanceof RangeError ? tooFar(x, counts.rowCount, rows.source, interpolator, predict, error) : error;
    }
    counts.rowCount += predicted[0].length;
    counts.outsideCount += interpolator.outsideRange(x);
    counts.imputedCount += missingCount;
    yield { values, predicted };
    display.onRows(counts.rowCount, rows.share());
  }
  if (counts.rowCount === 0) throw new Error(`${rows.source} has no rows of numbers`);
}

/** What a user should know about the rows, one line each; none if there is nothing to say. */
export function warnings({ rowCount, outsideCount, imputedCount }: RowCounts): readonly string[] {
  return [
    ...(outsideCount > 0
      ? [
          `${grouped(outsideCount)} of ${counted(rowCount, 'row')} ` +
            'outside the training range of a feature: extrapolated.',
        ]
      : []),
    ...(imputedCount > 0
      ? [`${counted(imputedCount, 'missing value')} filled in with the mean of the training rows.`]
      : []),
  ];
}

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
