/**
 * From raw rows to what a training takes: drop, split, impute, scale, in this order. Whatever is learned from data here
 * (column means, scaler) is learned from the training rows alone.
 */
import { dropRowsWithoutTarget, fitImputation, impute } from './clean.js';
import { takeRows, type Rows } from './rows.js';
import { splitRows, type Split } from './split.js';
import { StandardScaler } from './standard-scaler.js';

export interface PreparedRows {
  /** Features scaled, targets as they were; so for all three. */
  readonly training: Rows;
  readonly validation: Rows;
  readonly test: Rows;
  /** Indices into the rows that are left after dropping. */
  readonly split: Split;
  /** What stands in for a feature that is not finite, a value a column. */
  readonly imputation: Float64Array;
  readonly scaler: StandardScaler;
  readonly cleaning: {
    /** Rows dropped since their target was not finite. */
    readonly droppedRowCount: number;
    /** Features replaced since they were not finite, in all three sets. */
    readonly imputedValueCount: number;
  };
}

/**
 * Prepares rows for training.
 * @param options.seed of the split: a whole number from 0 to 2^32 - 1; default 42
 * @throws RangeError if fewer than 3 rows have a finite target, or the arrays do not fit their counts
 */
export const prepareRows = (rows: Rows, { seed = 42 }: { readonly seed?: number } = {}): PreparedRows => {
  const { rows: kept, droppedRowCount } = dropRowsWithoutTarget(rows);
  const split = splitRows(kept.rowCount, seed);
  const rawTraining = takeRows(kept, split.train);
  const imputation = fitImputation(rawTraining.x, rows.dimensions);
  let imputedValueCount = 0;
  const imputed = (part: Rows): Rows => {
    const result = impute(part.x, imputation);
    imputedValueCount += result.imputedValueCount;
    return { ...part, x: result.x };
  };
  const training = imputed(rawTraining);
  const validation = imputed(takeRows(kept, split.validation));
  const test = imputed(takeRows(kept, split.test));
  const scaler = StandardScaler.fit(training.x, rows.dimensions);
  const scaled = (part: Rows): Rows => ({ ...part, x: scaler.transform(part.x) });
  return {
    training: scaled(training),
    validation: scaled(validation),
    test: scaled(test),
    split,
    imputation,
    scaler,
    cleaning: { droppedRowCount, imputedValueCount },
  };
};
