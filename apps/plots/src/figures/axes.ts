/**
 * Chooses scale and domain for the data, so that a reader sees both series well, whether they are close together or far
 * apart.
 */
import { roundDomain, type Axis } from '@fived/charts';
import type { Series } from './series.js';

/** If the ratio of the largest size to the smallest is above this, evenly spaced sizes would crowd at the left. */
const LOG_SIZES_FROM = 30;

/**
 * If two series differ by at least this ratio, a linear axis from zero would press the lower one against its bottom:
 * below a quarter of the height, its shape and its whiskers cannot be read.
 */
const LOG_VALUES_FROM = 4;

/** Free space left and right of the outermost points, as a share of the distance between them. */
const PADDING = 0.035;

/** For a single size, the share of it that is shown on either side. */
const LONE_PADDING = 0.5;

const SIZE_LABEL = 'Dataset size (samples)';

/** With a tick at each size for which there is room, and at the largest in any case. */
export const logSizeAxis = (sizes: readonly number[]): Axis => {
  const ticks = [...new Set(sizes)].sort((a, b) => a - b);
  const [smallest, largest] = [ticks[0], ticks[ticks.length - 1]];
  const factor = smallest === largest ? 1 + LONE_PADDING : (largest / smallest) ** PADDING;
  return {
    scale: 'log',
    domain: [smallest / factor, largest * factor],
    label: `${SIZE_LABEL}, log scale`,
    tickValues: ticks,
  };
};

export const sizeAxis = (sizes: readonly number[]): Axis => {
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  if (smallest === largest) {
    return {
      scale: 'linear',
      domain: [smallest * (1 - LONE_PADDING), smallest * (1 + LONE_PADDING)],
      label: SIZE_LABEL,
      tickValues: [smallest],
    };
  }
  if (largest / smallest >= LOG_SIZES_FROM) return logSizeAxis(sizes);
  const padding = (largest - smallest) * PADDING;
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

/**
 * An axis for a quantity with a true zero, such as a time: linear from zero, or logarithmic if the series lie far
 * apart.
 */
export const amountAxis = (label: string, series: readonly Series[]): Axis => {
  const values = valuesOf(series);
  if (Math.min(...values) > 0 && typicalRatio(series) >= LOG_VALUES_FROM) {
    return { scale: 'log', domain: roundDomain(values, 'log'), label: `${label}, log scale` };
  }
  return { scale: 'linear', domain: roundDomain([0, ...values], 'linear'), label };
};
