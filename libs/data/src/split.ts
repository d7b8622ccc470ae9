/**
 * Training, validation and test rows: the indices of scikit-learn's train_test_split called twice, to the bit.
 *
 *   rest, test = train_test_split(rows, test_size=0.15, random_state=seed)
 *   train, validation = train_test_split(rest, test_size=0.15 / 0.85, random_state=seed)
 *
 * Each call shuffles by RandomState(seed).permutation. The first ceil(size * rows) places are the part that is split
 * off.
 */
import { RandomState } from '@fived/random';

const TEST_FRACTION = 0.15;
const VALIDATION_FRACTION = 0.15;
/** Of the rows left after the test set. The quotient comes first: its rounding makes 451 of 2,550 rows, not 450. */
const VALIDATION_OF_REST = VALIDATION_FRACTION / (1 - TEST_FRACTION);
const SMALLEST = 3;

/** Row indices. The three sets are disjoint, and together they hold all rows. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

const takeOff = (rows: Int32Array, fraction: number, seed: number): [rest: Int32Array, taken: Int32Array] => {
  const order = new RandomState(seed).permutation(rows.length);
  const shuffled = order.map((place) => rows[place]);
  const count = Math.ceil(fraction * rows.length);
  return [shuffled.slice(count), shuffled.slice(0, count)];
};

/**
 * Splits the indices 0 to rowCount - 1 into about 70% training, 15% validation and 15% test rows.
 * @param seed whole number from 0 to 2^32 - 1
 * @throws RangeError for a bad seed, or for fewer than 3 rows, which would leave a set empty
 */
export const splitRows = (rowCount: number, seed = 42): Split => {
  if (!Number.isInteger(rowCount) || rowCount < SMALLEST) {
    throw new RangeError(
      `a split into training, validation and test rows needs at least ${SMALLEST} rows, one for each, got ${rowCount}`,
    );
  }
  const all = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row++) all[row] = row;
  const [rest, test] = takeOff(all, TEST_FRACTION, seed);
  const [train, validation] = takeOff(rest, VALIDATION_OF_REST, seed);
  return { train, validation, test };
};
