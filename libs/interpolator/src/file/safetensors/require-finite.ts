/** The format allows NaN and infinities, and so does the codec. Code that needs finite numbers checks for them here. */
import { sourceLabel } from '@fived/data';
import { tensorLabel, type Tensor } from './tensor.js';

/**
 * Checks that every value of every tensor is a finite number.
 * @param source names the file in messages
 * @throws Error that names the first tensor with another value, and its index in row-major order, counted from 0
 */
export const requireFinite = (tensors: ReadonlyMap<string, Tensor>, source: string): void => {
  for (const [name, { data }] of tensors) {
    for (let i = 0; i < data.length; i++) {
      if (Number.isFinite(data[i])) continue;
      throw new Error(
        `${sourceLabel(source)}: ${tensorLabel(name)}: ` +
          `value ${i} of ${data.length}, counted from 0, is ${data[i]}, not a finite number`,
      );
    }
  }
};
