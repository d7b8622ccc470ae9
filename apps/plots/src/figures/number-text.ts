/** Numbers of any size, amounts, names and lists as text, for figures and for the report. */
import { extentOf } from './axes.js';

const LEAST_PLAIN = 1e-4;
const LEAST_LONG = 1e6;

/** 0.012 -> "0.0120", 12345.6 -> "12,346" (no digit before the point is lost), -1.23e-8 -> "−1.23e-8". Zero is "0". */
export const significant = (value: number, digits = 3): string => {
  const size = Math.abs(value);
  if (size === 0) return '0';
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const text =
    size >= LEAST_PLAIN && size < LEAST_LONG
      ? size.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
      : size.toExponential(digits - 1).replace('e+', 'e');
  return value < 0 ? `−${text}` : text;
};

const FEWEST_DECIMALS = 4;
const MOST_DECIMALS = 12;

/** Shows two digits of 1 - R2, and at least four decimals: 0.999977, not 1.0000. */
export const r2Text = (r2: number): string => {
  if (r2 < -100) return significant(r2);
  const missing = 1 - r2;
  const decimals = missing > 0 ? 1 - Math.floor(Math.log10(missing)) : FEWEST_DECIMALS;
  return r2.toFixed(Math.min(MOST_DECIMALS, Math.max(FEWEST_DECIMALS, decimals))).replace('-', '−');
};

/** A name from a user's file, cut in the middle to at most `most` characters. */
export const shortened = (name: string, most: number): string => {
  const characters = Array.from(name);
  if (characters.length <= most) return name;
  const head = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (most - 1 - head)).join('')}`;
};

export const grouped = (value: number): string => value.toLocaleString('en-US');

/** "1 run", "5,000 samples". */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** "5,000 samples" if all counts are the same, else "1,000 to 5,000 samples". */
export const countedRange = (counts: readonly number[], noun: string): string => {
  const [fewest, most] = extentOf(counts);
  return fewest === most ? counted(most, noun) : `${grouped(fewest)} to ${counted(most, noun)}`;
};

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "a, b and c". */
export const joined = (parts: readonly string[]): string => LIST.format(parts);

const MS_PER_SECOND = 1000;

export const perSampleMs = (seconds: number, datasetSize: number): number => (seconds * MS_PER_SECOND) / datasetSize;

export const seconds = (value: number): string => `${value.toFixed(3)} s`;
export const milliseconds = (value: number): string => `${value.toFixed(4)} ms`;
export const mib = (value: number): string => `${value.toFixed(2)} MiB`;
export const r2 = (value: number): string => value.toFixed(4);
export const mse = (value: number): string => value.toFixed(6);
/** 0.9786 -> "97.9%". */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
/** 0.15 -> "15%", 0.125 -> "12.5%". */
export const share = (ratio: number): string => `${Number((ratio * 100).toFixed(2))}%`;

/** "2026-11-23T09:51:53.195Z" -> "2026-11-23 09:51:53 UTC"; a text in another form stays as it is. */
export const moment = (timestamp: string): string => {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(Z?)$/.exec(timestamp);
  return match === null ? timestamp : `${match[1]} ${match[2]}${match[3] === 'Z' ? ' UTC' : ''}`;
};
