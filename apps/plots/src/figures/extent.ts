/** The range of numbers. */
import { roundDomain } from '@fived/charts';

/** The least and the greatest. It is a loop, since a function cannot take hundreds of thousands of arguments. */
export const extentOf = (...lists: readonly ArrayLike<number>[]): readonly [number, number] => {
  let [low, high] = [Infinity, -Infinity];
  for (const values of lists) {
    for (let index = 0; index < values.length; index++) {
      if (values[index] < low) low = values[index];
      if (values[index] > high) high = values[index];
    }
  }
  return [low, high];
};

/** Free space at either end, as a share of the extent, so that no point sits on an edge of the plot. */
const PADDING = 0.02;

/** A round domain that holds all values and a little more. */
export const paddedDomain = ([low, high]: readonly [number, number]): readonly [number, number] => {
  const padding = (high - low) * PADDING;
  return roundDomain([low - padding, high + padding], 'linear');
};
