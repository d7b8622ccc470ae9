/** Reference values from NumPy, scikit-learn and Python's safetensors; tools/golden/interpolator.py made them. */
import { readFileSync } from 'node:fs';
import type { ErrorMetrics } from '../metrics.js';
import type { BySet } from '../prepare.js';

type Plain = readonly (number | string)[];

interface Golden {
  readonly metrics: readonly { title: string; actual: Plain; predicted: Plain; metrics: ErrorMetrics }[];
  readonly scaling: readonly { title: string; values: Plain; mean: number; scale: number }[];
  readonly leastSquares: readonly {
    title: string;
    columns: readonly Plain[];
    y: Plain;
    rank: number;
    coefficients: Plain;
    fitted: Plain;
  }[];
  readonly baselines: readonly [
    { x: Plain; y: Plain; rows: BySet<number[]>; mean: BySet<ErrorMetrics>; leastSquares: BySet<ErrorMetrics> },
  ];
  readonly pythonModel: readonly [{ x: Plain; predictions: Plain; standardDeviations: Plain }];
}

const file = (name: string): URL => new URL(`../../golden/${name}`, import.meta.url);

export const golden = JSON.parse(readFileSync(file('interpolator.json'), 'utf8')) as Golden;

export const pythonModelBytes = (): Uint8Array => Uint8Array.from(readFileSync(file('python_model.safetensors')));

/** Values that are not finite are written as text. */
export const floats = (values: Plain): Float64Array => Float64Array.from(values, Number);
