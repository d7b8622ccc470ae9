/** Rows of a file and a model's predictions for them, block by block, and what a user should know about the rows. */
import type { TableReader } from '@fived/data/readers';
import type { Interpolator } from '@fived/interpolator';
import { counted, grouped, shortNumber, shownName } from '../text.js';
import type { MatchedColumns } from './match-columns.js';
import type { RowDisplay } from './rows-progress.js';

/** What is predicted, one value for each row: at least the predictions themselves. */
export type Predicted = readonly [prediction: Float64Array, ...others: Float64Array[]];

/** Takes rows of raw features, row-major. */
export type Predict<Columns extends Predicted = Predicted> = (x: Float64Array) => Columns;

export function predictAlone(interpolator: Interpolator): Predict<readonly [prediction: Float64Array]> {
  return (x) => [interpolator.predict(x)];
}

/** Predictions and the ends of the 95% band. */
export function predictWithBand(
  interpolator: Interpolator,
): Predict<readonly [prediction: Float64Array, lower: Float64Array, upper: Float64Array]> {
  return (x) => {
    const { prediction, lower, upper } = interpolator.predictWithUncertainty(x);
    return [prediction, lower, upper];
  };
}

/** Some successive rows. They are valid until the next ones are asked for. */
export interface Batch<Columns extends Predicted> {
  /** Row-major (rows, columns of the file). */
  readonly values: Float64Array;
  readonly predicted: Columns;
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

export interface Asked<Columns extends Predicted> {
  readonly interpolator: Interpolator;
  /** The interpolator's own. */
  readonly predict: Predict<Columns>;
}

/** Names the row, counted from 1 in the file, that is too far from the training rows to be computed with. */
function tooFar(
  x: Float64Array,
  firstRow: number,
  source: string,
  { interpolator, predict }: Asked<Predicted>,
  cause: RangeError,
): Error {
  const { dimensions, featureRanges } = interpolator;
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
 * @param display is told the progress
 * @throws Error of one line for what is wrong in the file, for a row that is too far from the training rows to be
 * computed with, and if there are no rows
 */
export async function* predictBatches<Columns extends Predicted>(
  rows: TableReader,
  { features }: MatchedColumns,
  asked: Asked<Columns>,
  counts: RowCounts,
  display: RowDisplay,
): AsyncGenerator<Batch<Columns>> {
  const { interpolator, predict } = asked;
  const takeFeatures = createFeatureTaker(rows.columnNames.length, Int32Array.from(features));
  for await (const values of rows.blocks) {
    if (values.length === 0) continue; // a block without rows, only comments
    const { x, missingCount } = takeFeatures(values);
    let predicted: Columns;
    try {
      predicted = predict(x);
    } catch (error) {
      throw error instanceof RangeError ? tooFar(x, counts.rowCount, rows.source, asked, error) : error;
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
