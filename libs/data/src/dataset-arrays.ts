/** The named arrays of a dataset's .npz file. */
import type { NdArray } from './write-npy.js';
import type { PreparedRows } from './prepare.js';
import type { Rows } from './rows.js';

const features = ({ x, rowCount, dimensions }: Rows): NdArray => ({ data: x, shape: [rowCount, dimensions] });
const vector = (data: Float32Array | Int32Array): NdArray => ({ data, shape: [data.length] });

/** `X` (rows, dimensions) and `y` (rows), float32. */
export const rowArrays = (rows: Rows): Record<'X' | 'y', NdArray> => ({ X: features(rows), y: vector(rows.y) });

/**
 * For each of train, validation and test: `X_...` scaled (rows, dimensions) and `y_...` (rows), float32, and
 * `index_...` (rows), int32: the indices of these rows before the split.
 */
export const preparedArrays = ({ training, validation, test, split }: PreparedRows): Record<string, NdArray> => ({
  X_train: features(training),
  y_train: vector(training.y),
  X_validation: features(validation),
  y_validation: vector(validation.y),
  X_test: features(test),
  y_test: vector(test.y),
  index_train: vector(split.train),
  index_validation: vector(split.validation),
  index_test: vector(split.test),
});
