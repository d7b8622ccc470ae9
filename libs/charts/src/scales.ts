/** From data to pixels: d3-scale's scales, and the positions of ticks. */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Axis } from './figure.js';
import { tickLabels } from './tick-labels.js';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface AxisScale {
  readonly toPixel: (value: number) => number;
  readonly ticks: readonly Tick[];
  /** The offset subtracted from the ticks' labels, to append to the axis' label: " − 1,000,000"; empty if none. */
  readonly offset: string;
}

/** Multiples of powers of ten, from coarse to fine, as readers expect on a logarithmic axis. */
const LOG_STEPS = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 5, 7], [1, 2, 3, 4, 5, 6, 7, 8, 9]];

const logTicks = ([low, high]: readonly [number, number], most: number): readonly number[] => {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const powers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const every = (step: number): readonly number[] =>
    powers.filter((power) => power % step === 0).map((power) => 10 ** power);
  const choices = [
    ...[5, 3, 2].map(every),
    // Converted to text and back: 3e-4 and not 0.00030000000000000003.
    ...LOG_STEPS.map((multiples) =>
      powers.flatMap((power) => multiples.map((multiple) => Number(`${multiple}e${power}`))),
    ),
  ].map((values) => values.filter((value) => value >= low && value <= high));
  return choices
    .filter((values) => values.length <= most)
    .reduce((best, values) => (values.length > best.length ? values : best), []);
};

/** An axis with fewer ticks shows no scale. */
export const MIN_TICKS = 2;

/** Logical pixels for each tick of a vertical axis. */
export const Y_TICK_ROOM = 62;

/** How many ticks fit on an axis of this length. */
export const tickCount = (pixels: number, room: number): number => Math.max(MIN_TICKS, Math.floor(pixels / room));

/** Fewer ticks than this on a logarithmic axis do not show its scale. */
const FEWEST_LOG_TICKS = 3;

/**
 * The scale of an axis over a range of pixels, with at most about `most` ticks. Throws for a domain that is empty or
 * descending, or not above zero on a logarithmic scale.
 */
export const axisScale = (axis: Axis, pixels: readonly [number, number], most: number): AxisScale => {
  const [low, high] = axis.domain;
  if (!(low < high)) throw new Error(`axis "${axis.label}": the domain must ascend, found ${low} to ${high}`);
  if (axis.scale === 'log' && low <= 0) {
    throw new Error(
      `axis "${axis.label}": the domain of a logarithmic axis must be above zero, found ${low} to ${high}`,
    );
  }
  const ticksOf = (values: readonly number[], labels: readonly string[]): readonly Tick[] =>
    values.map((value, index) => ({ value, label: axis.tickNames?.[index] ?? labels[index] }));
  if (axis.scale === 'log') {
    const scale = scaleLog().domain(axis.domain).range(pixels);
    const chosen = axis.tickValues ?? logTicks(axis.domain, most);
    // A domain of much less than a decade contains hardly any round multiples. It gets evenly spaced values instead.
    const values =
      chosen.length >= FEWEST_LOG_TICKS || axis.tickValues ? chosen : scaleLinear().domain(axis.domain).ticks(most);
    return { toPixel: scale, ticks: ticksOf(values, values.map(scale.tickFormat(Infinity, ','))), offset: '' };
  }
  const scale = scaleLinear().domain(axis.domain).range(pixels);
  // At most one tick a whole step, so a step is at least one, and d3-scale chooses 1, 2 or 5 times a power of ten.
  const count = axis.isWhole === true ? Math.max(1, Math.min(most, Math.floor(high - low))) : most;
  const values = axis.tickValues ?? scale.ticks(count);
  const { labels, offset } = tickLabels(axis.domain, values, count);
  return { toPixel: scale, ticks: ticksOf(values, labels), offset };
};

/** The distance of a value from the ends of a logarithmic domain, as a factor, so that no mark is on the axis. */
const LOG_CLEARANCE = 1.06;

const LOG_ENDS = [1, 2, 5];

/** 1, 2 and 5 times the powers of ten around a value. */
const roundNeighbours = (value: number): readonly number[] => {
  const power = Math.floor(Math.log10(value));
  return [power - 1, power, power + 1].flatMap((exponent) => LOG_ENDS.map((step) => Number(`${step}e${exponent}`)));
};

/** Values with a smaller relative difference differ only by rounding: there is no room for ticks between them. */
const RESOLUTION = 1e-13;

/** d3-scale has no ticks for ranges of subnormal numbers. */
const SHORTEST = 1e-300;

/**
 * The smallest round domain that contains all values. Throws for a logarithmic domain of values that are not above
 * zero, and for a linear one that is longer than the largest number.
 */
export const roundDomain = (values: readonly number[], scale: Axis['scale']): readonly [number, number] => {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (scale === 'log') {
    if (low <= 0) throw new Error(`a logarithmic domain must be above zero, found a value of ${low}`);
    return [
      Math.max(...roundNeighbours(low / LOG_CLEARANCE).filter((end) => end <= low / LOG_CLEARANCE)),
      Math.min(...roundNeighbours(high * LOG_CLEARANCE).filter((end) => end >= high * LOG_CLEARANCE)),
    ];
  }
  if (!Number.isFinite(high - low)) throw new Error(`values from ${low} to ${high} lie too far apart to be shown`);
  const size = Math.max(Math.abs(low), Math.abs(high));
  // A single value is in the middle of a domain of its own size.
  const isLone = high - low <= Math.max(RESOLUTION * size, SHORTEST);
  const margin = isLone ? (size > SHORTEST ? size : 1) / 2 : 0;
  const [from, to] = scaleLinear()
    .domain([low - margin, high + margin])
    .nice()
    .domain();
  return [from, to];
};
