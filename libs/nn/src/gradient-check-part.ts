/** How well two gradients agree over the weights or the biases of one layer; see gradient-check.ts. */
import type { FloatArray } from './engine.js';
import type { Layer } from './network.js';

/** The weights or the biases of one layer. */
export interface GradientCheckPart {
  readonly layer: Layer;
  readonly kind: 'weights' | 'biases';
  readonly checkedCount: number;
  readonly skippedCount: number;
  /**
   * |a - n| / (|a| + |n|), where a is analytic and n numeric, in the Euclidean norm over the checked parameters; 0 if
   * both are 0.
   */
  readonly relativeError: number;
  /** The largest |a - n| / max(|a| + |n|, elementScale) of the checked parameters. */
  readonly worstElement: number;
  /** The same error between the float32 engine's gradient and a, over all parameters of the part. */
  readonly float32RelativeError: number;
  readonly passed: boolean;
}

/** Each error must be below its limit to pass. */
export const gradientTolerances = {
  relativeError: 1e-6,
  worstElement: 1e-6,
  float32RelativeError: 2e-3,
  skippedFraction: 0.01,
} as const;

/**
 * The absolute floor of the element-by-element check. A smaller difference passes however small the gradient is: down
 * there, only the rounding of the losses shows.
 */
const ELEMENT_FLOOR = 1e-8;

/**
 * Smaller elements are divided by this scale instead. So worstElement < 1e-6 holds exactly where |a - n| < 1e-8 does.
 */
const ELEMENT_SCALE = ELEMENT_FLOOR / gradientTolerances.worstElement;

/** The numeric gradient. */
export interface Differences {
  readonly numeric: Float64Array;
  /** 1 where a ReLU switches side between w - h and w + h. */
  readonly crossed: Uint8Array;
}

export interface Gradients extends Differences {
  readonly analytic: FloatArray;
  readonly float32: FloatArray;
}

/** Compares the parameters from `begin` up to, but not including, `end`. */
export function comparePart(
  { analytic, numeric, float32, crossed }: Gradients,
  begin: number,
  end: number,
): Omit<GradientCheckPart, 'layer' | 'kind'> {
  const inNorm = { a: 0, n: 0, difference: 0 }; // sums of squares
  const inFloat32 = { a: 0, n: 0, difference: 0 };
  let worstElement = 0;
  let skippedCount = 0;
  for (let i = begin; i < end; i++) {
    addSquares(inFloat32, analytic[i], float32[i]);
    if (crossed[i] === 1) {
      skippedCount++;
      continue;
    }
    addSquares(inNorm, analytic[i], numeric[i]);
    const size = Math.max(Math.abs(analytic[i]) + Math.abs(numeric[i]), ELEMENT_SCALE);
    worstElement = Math.max(worstElement, Math.abs(analytic[i] - numeric[i]) / size);
  }
  const relativeError = relative(inNorm);
  const float32RelativeError = relative(inFloat32);
  return {
    checkedCount: end - begin - skippedCount,
    skippedCount,
    relativeError,
    worstElement,
    float32RelativeError,
    passed:
      relativeError < gradientTolerances.relativeError &&
      worstElement < gradientTolerances.worstElement &&
      float32RelativeError < gradientTolerances.float32RelativeError,
  };
}

interface Squares {
  a: number;
  n: number;
  difference: number;
}

function addSquares(squares: Squares, a: number, n: number): void {
  squares.a += a * a;
  squares.n += n * n;
  squares.difference += (a - n) ** 2;
}

const relative = ({ a, n, difference }: Squares): number =>
  difference === 0 ? 0 : Math.sqrt(difference) / (Math.sqrt(a) + Math.sqrt(n));
