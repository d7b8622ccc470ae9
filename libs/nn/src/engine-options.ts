/** The option checks that all engines share. */
import { noRows, type EngineOptions, type RowSet } from './engine.js';
import type { Network } from './network.js';

const checkRows = (name: string, rows: RowSet, inputSize: number): void => {
  if (rows.y.length !== rows.rowCount || rows.x.length !== rows.rowCount * inputSize) {
    throw new RangeError(
      `The ${name} rows do not fit together: ${rows.rowCount} rows of ${inputSize} inputs need ` +
        `${rows.rowCount * inputSize} values of x and ${rows.rowCount} of y; ` +
        `got ${rows.x.length} and ${rows.y.length}.`,
    );
  }
};

/** The rows of the largest minibatch. A larger batchSize takes no memory for rows that do not exist. */
export const minibatchRows = (batchSize: number, { rowCount }: Pick<RowSet, 'rowCount'>): number =>
  rowCount > 0 ? Math.min(batchSize, rowCount) : batchSize;

/** The bytes that every engine takes at least: parameters, gradients and moments; activations and their gradients. */
export const leastEngineBytes = (
  { parameterCount, sizes }: Network,
  batchSize: number,
  training: Pick<RowSet, 'rowCount'> = noRows,
): number => {
  const width = sizes.reduce((sum, size) => sum + size, 0);
  return Float32Array.BYTES_PER_ELEMENT * (4 * parameterCount + 2 * minibatchRows(batchSize, training) * width);
};

/** @throws RangeError that names the option and says what would be right */
export function checkEngineOptions({
  network,
  batchSize,
  adam,
  training = noRows,
  validation = noRows,
}: EngineOptions): void {
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize must be a whole number of at least 1; got ${batchSize}.`);
  }
  for (const name of ['beta1', 'beta2'] as const) {
    if (!(adam[name] >= 0 && adam[name] < 1)) {
      throw new RangeError(`Adam's ${name} must be at least 0 and below 1; got ${adam[name]}.`);
    }
  }
  // in float32, where a zero epsilon would give 0 / 0 for a parameter without a gradient
  if (!(Math.fround(adam.epsilon) > 0 && adam.epsilon < Infinity)) {
    throw new RangeError(`Adam's epsilon must be a positive number, above zero in float32; got ${adam.epsilon}.`);
  }
  checkRows('training', training, network.inputSize);
  checkRows('validation', validation, network.inputSize);
}
