/**
 * From raw rows to the input of a training: drop, split, impute, scale, in this order. Everything that is learned from
 * data here (column means, scaler) comes from the training rows alone.
 */
import { dropRowsWithoutTarget, fitImputation, impute } from './clean.js';
import { takeRows, type Rows } from './rows.js';
import { splitRows, type Split } from './split.js';
import { StandardScaler } from './standard-scaler.js';

interface Parts {
  readonly training: Rows;
  readonly validation: Rows;
  readonly test: Rows;
  /** Indices into the rows left after dropping. */
  readonly split: Split;
}

/** Rows after the split, before imputing and scaling. */
export interface SplitRows extends Parts {
  /** Rows dropped because their target was not finite. */
  readonly droppedRowCount: number;
}

/** Features are scaled, targets unchanged, in all three sets. */
export interface PreparedRows extends Parts {
  /** The replacements for features that are not finite, one value a column. */
  readonly imputation: Float64Array;
  readonly scaler: StandardScaler;
  readonly cleaning: {
    /** Rows dropped because their target was not finite. */
    readonly droppedRowCount: number;
    /** Features replaced because they were not finite, in all three sets. */
    readonly imputedValueCount: number;
  };
}

/**
 * The first half of `prepareRows`: drops and splits.
 * @param options.seed of the split: a whole number from 0 to 2^32 - 1; default 42
 * @throws RangeError if fewer than 3 rows have a finite target, or the arrays do not fit their counts
 */
export const dropAndSplit = (rows: Rows, { seed = 42 }: { readonly seed?: number } = {}): SplitRows => {
  const { rows: kept, droppedRowCount } = dropRowsWithoutTarget(rows);
  const split = splitRows(kept.rowCount, seed);
  return {
    training: takeRows(kept, split.train),
    validation: takeRows(kept, split.validation),
    test: takeRows(kept, split.test),
    split,
    droppedRowCount,
  };
};

/** The second half of `prepareRows`: imputes and scales copies of the parts, which stay unchanged. */
export const imputeAndScale = ({ training, validation, test, split, droppedRowCount }: SplitRows): PreparedRows => {
  const { dimensions } = training;
  const imputation = fitImputation(training.x, dimensions);
  const imputed = {
    training: impute(training.x, imputation),
    validation: impute(validation.x, imputation),
    test: impute(test.x, imputation),
  };
  const scaler = StandardScaler.fit(imputed.training.x, dimensions);
  const imputedValueCount =
    imputed.training.imputedValueCount + imputed.validation.imputedValueCount + imputed.test.imputedValueCount;
  return {
    training: { ...training, x: scaler.transform(imputed.training.x) },
    validation: { ...validation, x: scaler.transform(imputed.validation.x) },
    test: { ...test, x: scaler.transform(imputed.test.x) },
    split,
    imputation,
    scaler,
    cleaning: { droppedRowCount, imputedValueCount },
  };
};

/** Prepares rows for training; options and errors are those of `dropAndSplit`. */
export const prepareRows = (rows: Rows, options?: { readonly seed?: number }): PreparedRows =>
  imputeAndScale(dropAndSplit(rows, options));
