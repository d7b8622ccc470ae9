import { defaultRng } from '@fived/random';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { adamKernel } from './adam.js';
import { denseKernels } from './dense.js';
import { fma32 } from './fma32.js';
import { separateCopy } from './float64.js';
import { mseKernels } from './mse.js';
import { reluKernels } from './relu.js';
import { siluKernels } from './silu.js';

const exact = (x: number): number => x;

/** The results of the three dense kernels for random numbers. */
function runDense(kernels: ReturnType<typeof denseKernels>): number[][] {
  const [rows, fanIn, fanOut] = [5, 19, 21];
  const random = defaultRng(3);
  const normals = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal(0, 1));
  const dWeight = new Float64Array(fanIn * fanOut);
  const dBias = new Float64Array(fanOut);
  const layer = { fanIn, fanOut, weight: normals(fanIn * fanOut), bias: normals(fanOut), dWeight, dBias };
  const input = normals(rows * fanIn);
  const output = new Float64Array(rows * fanOut);
  const dInput = new Float64Array(rows * fanIn);
  kernels.forward(layer, input, output, rows);
  kernels.backwardParams(layer, input, output, rows);
  kernels.backwardInput(layer, output, dInput, rows);
  return [output, dWeight, dBias, dInput].map((values) => Array.from(values));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('A separate copy of a factory', () => {
  it.each([denseKernels, reluKernels, siluKernels, mseKernels, adamKernel])(
    'is another function of the same text: %o',
    (factory) => {
      const copy = separateCopy(factory as (...args: never[]) => unknown);
      expect(copy).not.toBe(factory);
      expect(copy.toString()).toBe(factory.toString());
    },
  );

  it('gives the same results as the factory itself', () => {
    const unfused = (a: number, b: number, c: number): number => a * b + c;
    expect(runDense(separateCopy(denseKernels)(exact, unfused))).toEqual(runDense(denseKernels(exact, unfused)));
    expect(runDense(denseKernels(Math.fround, fma32))).not.toEqual(runDense(denseKernels(exact, unfused)));
  });

  it('is the factory itself where the page forbids compiling text', () => {
    vi.stubGlobal('Function', function () {
      throw new EvalError("'unsafe-eval' is not allowed");
    });
    expect(separateCopy(denseKernels)).toBe(denseKernels);
  });

  it('does not hide any other failure', () => {
    const native = Math.max.bind(undefined); // its text is "function () { [native code] }"
    expect(() => separateCopy(native)).toThrow(SyntaxError);
  });
});
