/** The gradient check for any function of parameters: your own loss and your own gradient of it. */
import type { FloatArray } from './engine.js';
import { comparePart, type GradientCheckPart } from './gradient-check-part.js';

export interface FunctionGradientCheckOptions {
  /** The function. It is called with parameters that have been moved a little, one at a time. */
  readonly loss: (params: Float64Array) => number;
  /** The gradient on trial: as many numbers as parameters. */
  readonly gradient: (params: Float64Array) => FloatArray | readonly number[];
  /** Where it is checked. It stays as it is. */
  readonly params: FloatArray | readonly number[];
  /**
   * h: how far each parameter is moved in either direction. Default 2^-17: the error of a central difference is about
   * |f'''| h^2 / 6, and rounding adds 1e-16 |f| / h, so around the cube root of 1e-16 their sum is least.
   */
  readonly step?: number;
}

export interface FunctionGradientCheck extends Pick<GradientCheckPart, 'relativeError' | 'worstElement' | 'passed'> {
  /** The gradient on trial. */
  readonly analytic: Float64Array;
  /** (loss(w + h) - loss(w - h)) / 2h of every parameter. */
  readonly numeric: Float64Array;
}

/**
 * Compares a gradient with central differences, parameter by parameter, by the limits of `gradientTolerances`. Keep the
 * function smooth within `step` of the parameters: across a kink the difference is no slope.
 * @throws RangeError for a gradient of another length than the parameters, or a step that is not positive
 */
export function functionGradientCheck({
  loss,
  gradient,
  params,
  step = 2 ** -17,
}: FunctionGradientCheckOptions): FunctionGradientCheck {
  if (!(step > 0 && step < Infinity)) throw new RangeError(`The step must be a positive number; got ${step}.`);
  const at = Float64Array.from(params);
  const analytic = Float64Array.from(gradient(at.slice()));
  if (analytic.length !== at.length) {
    throw new RangeError(`The gradient must have ${at.length} numbers, one a parameter; got ${analytic.length}.`);
  }
  const lossWith = (i: number, value: number): number => {
    const moved = at.slice();
    moved[i] = value;
    return loss(moved);
  };
  // w + h and w - h are rounded, so what lies between them may not be 2h
  const numeric = at.map((w, i) => (lossWith(i, w + step) - lossWith(i, w - step)) / (w + step - (w - step)));
  const crossed = new Uint8Array(at.length);
  const { relativeError, worstElement, passed } = comparePart(
    { analytic, numeric, crossed, float32: analytic },
    0,
    at.length,
  );
  return { analytic, numeric, relativeError, worstElement, passed };
}
