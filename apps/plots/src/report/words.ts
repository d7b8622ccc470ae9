/** Numbers in running text. */
export { counted, grouped, joined } from '../figures/number-text.js';

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
