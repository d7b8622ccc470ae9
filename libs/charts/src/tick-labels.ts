/** The labels of a linear axis' ticks, readable for numbers of any size. */
import { scaleLinear } from 'd3-scale';

export interface TickLabels {
  /** One label a tick. */
  readonly labels: readonly string[];
  /** The offset subtracted from every tick, to print beside the axis' label: " − 1,000,000"; empty if none. */
  readonly offset: string;
}

/** Below this, zeros behind the point would make up most of a label. */
const LEAST_PLAIN = 1e-4;
/** Characters of a label that is not too long, such as "10,000,000": half of it fits into a figure's margin. */
const LONGEST_PLAIN = 10;
/**
 * A domain that is a smaller fraction of its numbers than this is labelled by differences, since the numbers share
 * their first digits.
 */
const NARROW = 1e-3;

/** With the exponent of the largest number, and as many decimals as the step needs: "0.5e-8", "1.0e-8". Zero is "0". */
const withExponent = (ticks: readonly number[], step: number): readonly string[] => {
  const exponent = Math.floor(Math.log10(Math.max(...ticks.map(Math.abs))));
  // A step of 5e-9 may come out slightly smaller. The tenth keeps its logarithm above the whole number.
  const decimals = Math.max(0, exponent - Math.floor(Math.log10(step * 1.1)));
  return ticks.map((tick) =>
    Math.abs(tick) < step / 2
      ? '0'
      : `${tick < 0 ? '−' : ''}${Math.abs(tick / 10 ** exponent).toFixed(decimals)}e${exponent}`,
  );
};

/** The multiple of the highest power of ten in the domain: 1000 in [999.2, 1000.4]. */
const roundest = ([low, high]: readonly [number, number]): number => {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  for (let exponent = Math.ceil(Math.log10(largest)); exponent >= Math.floor(Math.log10(high - low)); exponent--) {
    // Converted to text and back: 3e-4 and not 0.00030000000000000003.
    const multiple = Number(`${Math.ceil(low / 10 ** exponent)}e${exponent}`);
    if (multiple <= high) return multiple;
  }
  return low;
};

/** "1,000,000", "0.25", "2.5e-8". */
const grouped = (size: number): string =>
  size < LEAST_PLAIN ? String(size) : size.toLocaleString('en-US', { maximumSignificantDigits: 17 });

/**
 * Labels for the ticks of a linear axis, at most about `most`. They are plain or, where that would be long or mostly
 * zeros, have an offset or an exponent.
 */
export const tickLabels = (domain: readonly [number, number], ticks: readonly number[], most: number): TickLabels => {
  const [low, high] = domain;
  const plain = ticks.map(scaleLinear().domain(domain).tickFormat(most));
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (largest >= LEAST_PLAIN && plain.every((label) => label.length <= LONGEST_PLAIN))
    return { labels: plain, offset: '' };
  if (high - low < NARROW * largest) {
    const offset = roundest(domain);
    const { labels } = tickLabels(
      [low - offset, high - offset],
      ticks.map((tick) => tick - offset),
      most,
    );
    return { labels, offset: ` ${offset < 0 ? '+' : '−'} ${grouped(Math.abs(offset))}` };
  }
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : largest;
  return { labels: withExponent(ticks, step), offset: '' };
};
