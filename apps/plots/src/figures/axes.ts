/**
 * The range of numbers, and axes for it: scale and domain are such that a reader sees both series well, whether they
 * are close together or far apart.
 */
import { roundDomain, type Axis, type DataInterval, type DataPoint } from '@fived/charts';

export interface Series {
  /** Means over runs, or single values. */
  readonly points: readonly DataPoint[];
  /** From the lowest run to the highest, for sizes that have several runs. */
  readonly ranges: readonly DataInterval[];
}

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

/** If the ratio of the largest size to the smallest is above this, evenly spaced sizes would crowd at the left. */
const LOG_SIZES_FROM = 30;

/**
 * If two series differ by at least this ratio, a linear axis from zero would press the lower one against its bottom:
 * below a quarter of the height, its shape and its whiskers cannot be read.
 */
const LOG_VALUES_FROM = 4;

/** Free space left and right of the outermost points, as a share of the distance between them. */
const SIZE_PADDING = 0.035;

/** For a single size, the share of it that is shown on either side. */
const LONE_PADDING = 0.5;

const SIZE_LABEL = 'Dataset size (samples)';

/** With a tick at each size for which there is room, and at the largest in any case. */
export const logSizeAxis = (sizes: readonly number[]): Axis => {
  const ticks = [...new Set(sizes)].sort((a, b) => a - b);
  const [smallest, largest] = [ticks[0], ticks[ticks.length - 1]];
  const factor = smallest === largest ? 1 + LONE_PADDING : (largest / smallest) ** SIZE_PADDING;
  return {
    scale: 'log',
    domain: [smallest / factor, largest * factor],
    label: `${SIZE_LABEL}, log scale`,
    tickValues: ticks,
  };
};

export const sizeAxis = (sizes: readonly number[]): Axis => {
  const [smallest, largest] = extentOf(sizes);
  if (smallest === largest) {
    return {
      scale: 'linear',
      domain: [smallest * (1 - LONE_PADDING), smallest * (1 + LONE_PADDING)],
      label: SIZE_LABEL,
      tickValues: [smallest],
    };
  }
  if (largest / smallest >= LOG_SIZES_FROM) return logSizeAxis(sizes);
  const padding = (largest - smallest) * SIZE_PADDING;
  return { scale: 'linear', domain: [smallest - padding, largest + padding], label: SIZE_LABEL };
};

export const valuesOf = (series: readonly Series[]): readonly number[] =>
  series.flatMap(({ points, ranges }) => [
    ...points.map(({ y }) => y),
    ...ranges.flatMap(({ low, high }) => [low, high]),
  ]);

const geometricMean = ({ points }: Series): number =>
  Math.exp(points.reduce((sum, { y }) => sum + Math.log(y), 0) / points.length);

/** How far the series lie apart, as a factor of at least 1. */
const typicalRatio = (series: readonly Series[]): number => {
  const means = series.filter(({ points }) => points.length > 0).map(geometricMean);
  return Math.max(...means) / Math.min(...means);
};

const axisFromZero = (label: string, values: readonly number[], isLog: boolean): Axis =>
  isLog
    ? { scale: 'log', domain: roundDomain(values, 'log'), label: `${label}, log scale` }
    : { scale: 'linear', domain: roundDomain([0, ...values], 'linear'), label };

/** A logarithmic axis for errors, or a linear one from zero if there is a perfect fit, which that has no place for. */
export const errorAxis = (label: string, values: readonly number[]): Axis =>
  axisFromZero(label, values, Math.min(...values) > 0);

/**
 * An axis for a quantity with a true zero, such as a time: linear from zero, or logarithmic if the series lie far
 * apart.
 */
export const amountAxis = (label: string, series: readonly Series[]): Axis => {
  const values = valuesOf(series);
  return axisFromZero(label, values, Math.min(...values) > 0 && typicalRatio(series) >= LOG_VALUES_FROM);
};
