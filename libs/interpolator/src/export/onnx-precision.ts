/**
 * Whether an exported graph may take raw features and give predictions as float32. Inside, it computes as the engines
 * do.
 *
 * Many programs pass float32. But a feature of mean 1e6 and spread 1 has no digits left in float32, and 1e300 does not
 * fit at all. The reasons are in docs/decisions/0013-export.md.
 */
import { quoted } from '@fived/data';
import type { FittedModel } from '../model.js';

/** The fraction of its standard deviation by which rounding to float32 may move a feature. */
const LARGEST_SHIFT = 1e-5;
/** Half the distance between neighbouring float32s, relative to them. */
const FLOAT32_ROUNDING = 2 ** -24;
/**
 * Inputs and outputs may have magnitudes from 1 / this to this. Rows far from the training rows, and wide bands, then
 * still fit.
 */
const LARGEST_NUMBER = 2 ** 60;

const isFar = (value: number): boolean => Math.abs(value) > LARGEST_NUMBER;

/** The part of the model that float32 cannot hold, in words; undefined if it can hold everything. */
export function beyondFloat32({
  features,
  target,
  uncertainty,
  names,
}: Pick<FittedModel, 'features' | 'target' | 'uncertainty' | 'names'>): string | undefined {
  const { mean, scale, min, max } = features;
  for (let i = 0; i < mean.length; i++) {
    const largest = Math.max(Math.abs(mean[i]), Math.abs(min[i]), Math.abs(max[i]));
    const name = quoted(names.features[i]);
    const told = `feature ${name}, values up to ${largest} with a standard deviation of ${scale[i]}`;
    if (isFar(largest) || isFar(scale[i]) || isFar(1 / scale[i])) return `the magnitude of ${told}`;
    if (largest * FLOAT32_ROUNDING > LARGEST_SHIFT * scale[i]) return `the digits of ${told}`;
  }
  if (isFar(target.mean) || isFar(target.scale) || isFar(1 / target.scale)) {
    return (
      `the magnitude of the target ${quoted(names.target)}, mean ${target.mean} ` +
      `and standard deviation ${target.scale}`
    );
  }
  const { spreadFactor, floor, bandMultiplier } = uncertainty;
  const far = [spreadFactor, floor, bandMultiplier].find(isFar);
  return far === undefined ? undefined : `a number of the uncertainty, ${far}`;
}
