import { defaultRng } from '@fived/random';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { brokenGradient } from './broken-gradient.js';
import type { FloatArray } from './engine.js';
import { gradientCheck, type GradientCheck, type GradientCheckOptions } from './gradient-check.js';
import { gradientTolerances } from './gradient-check-part.js';
import type { ReferenceEngine } from './reference/engine.js';
import { randomSizes } from './testing/random-cases.js';

/** Seeds of random networks with ReLU. The short form has fewer, but still every depth and a layer of 63 units. */
const RELU_NETWORKS = {
  short: { first: 106, count: 10 },
  medium: { first: 0, count: 200 },
  full: { first: 0, count: 1000 },
}[inject('campaign')];
const SILU_NETWORKS = {
  short: { first: 10, count: 8 },
  medium: { first: 0, count: 50 },
  full: { first: 0, count: 250 },
}[inject('campaign')];

/** Rows in the check of the published network. The check's default is 32. */
const ROWS = { short: 8, medium: 32, full: 32 }[inject('campaign')];

type Gradient = GradientCheckOptions['analyticGradient'];

describe('Gradients of random networks', () => {
  let checks: { sizes: number[]; check: GradientCheck }[] = [];

  beforeAll(() => {
    checks = Array.from({ length: RELU_NETWORKS.count }, (_, index) => {
      const seed = RELU_NETWORKS.first + index;
      const random = defaultRng([200, seed]);
      const sizes = randomSizes(random, 64);
      return { sizes, check: gradientCheck({ sizes, seed, rowCount: random.integers(2, 6) }) };
    });
  });

  it('agree with central differences, layer by layer and element by element, and float32 with float64', () => {
    const failed = checks.filter(({ check }) => !check.passed);
    expect(failed).toEqual([]);
    const parts = checks.flatMap(({ check }) => check.parts);
    // the specification's limits once more, so that `passed` cannot become laxer unnoticed
    expect(Math.max(...parts.map(({ relativeError }) => relativeError))).toBeLessThan(1e-6);
    expect(Math.max(...parts.map(({ worstElement }) => worstElement))).toBeLessThan(1e-6);
    expect(Math.max(...parts.map(({ float32RelativeError }) => float32RelativeError))).toBeLessThan(2e-3);
  });

  it(
    'are checked in every parameter but the few at which a ReLU changes side, under 1% in each ' + 'network and in all',
    () => {
      for (const { sizes, check } of checks) {
        let parameterCount = 0;
        for (let l = 0; l + 1 < sizes.length; l++) parameterCount += (sizes[l] + 1) * sizes[l + 1];
        expect(check.checkedCount + check.skippedCount).toBe(parameterCount);
        expect(check.parts.reduce((sum, part) => sum + part.checkedCount, 0)).toBe(check.checkedCount);
        expect(check.skippedCount).toBeLessThan(0.01 * parameterCount);
      }
    },
  );

  it('cover every depth from 0 to 4, and wide layers', () => {
    expect(new Set(checks.map(({ sizes }) => sizes.length))).toEqual(new Set([2, 3, 4, 5, 6]));
    expect(Math.max(...checks.flatMap(({ sizes }) => sizes))).toBeGreaterThan(60);
    expect(checks.reduce((sum, { check }) => sum + check.checkedCount, 0)).toBeGreaterThan(1500 * RELU_NETWORKS.count);
  });
});

describe('Gradients of random networks with the algebraic SiLU', () => {
  it('agree with central differences in every single parameter: a smooth activation has no side to change', () => {
    for (let index = 0; index < SILU_NETWORKS.count; index++) {
      const seed = SILU_NETWORKS.first + index;
      const random = defaultRng([201, seed]);
      const sizes = randomSizes(random, 64);
      const check = gradientCheck({ sizes, activation: 'algebraic-silu', seed, rowCount: random.integers(2, 6) });
      expect(check.skippedCount).toBe(0);
      for (const part of check.parts) {
        expect(part.relativeError).toBeLessThan(1e-6);
        expect(part.worstElement).toBeLessThan(1e-6);
        expect(part.float32RelativeError).toBeLessThan(2e-3);
      }
    }
  });
});

describe('The check of the published network', () => {
  const check = gradientCheck({ rowCount: ROWS });

  it('passes, by layer, weights before biases', () => {
    expect(check.passed).toBe(true);
    expect(check.checkedCount + check.skippedCount).toBe(3009);
    expect(check.parts.map(({ layer, kind }) => `${layer.index} ${kind}`)).toEqual([
      '0 weights',
      '0 biases',
      '1 weights',
      '1 biases',
      '2 weights',
      '2 biases',
      '3 weights',
      '3 biases',
    ]);
  });

  it('sees a gradient in every part, and the rounding of float32: none passes by being zero on both sides', () => {
    for (const part of check.parts) {
      expect(part.relativeError).toBeGreaterThan(0);
      expect(part.float32RelativeError).toBeGreaterThan(1e-10);
    }
  });

  it('gives the same figures for the same seed and others for another', () => {
    const small = { sizes: [3, 8, 1], rowCount: 4 };
    expect(gradientCheck({ ...small, seed: 5 })).toEqual(gradientCheck({ ...small, seed: 5 }));
    expect(gradientCheck({ ...small, seed: 6 })).not.toEqual(gradientCheck({ ...small, seed: 5 }));
  });

  it('skips and counts what a step across a ReLU spoils, and fails if that is much', () => {
    const coarse = gradientCheck({ sizes: [3, 16, 1], step: 0.5 });
    expect(coarse.skippedCount).toBeGreaterThan(10);
    expect(coarse.passed).toBe(false);
    expect(coarse.parts.every(({ relativeError }) => relativeError < gradientTolerances.relativeError)).toBe(true);
  });

  it('has no truncation error however large the step, where no ReLU changes side', () => {
    const affine = gradientCheck({ sizes: [5, 1], step: 1024 });
    expect(affine.passed).toBe(true);
    for (const { relativeError } of affine.parts) expect(relativeError).toBeLessThan(1e-12);
  });
});

describe('A wrong gradient is caught:', () => {
  const sizes = [4, 12, 12, 6, 1];
  const caught = (analyticGradient: Gradient): boolean =>
    !gradientCheck({ sizes, rowCount: 6, analyticGradient }).passed;
  const own = (engine: ReferenceEngine): FloatArray => {
    engine.backward();
    return engine.grads;
  };

  it('none, to begin with, in the engine itself', () => {
    expect(caught(own)).toBe(false);
  });

  it.each([0, 1, 2, 3])('one weight of layer %i that is off by a ten-thousandth', (layer) => {
    expect(
      caught((engine) => {
        const grads = own(engine);
        const { weightOffset, biasOffset } = engine.network.layers[layer];
        let largest = weightOffset;
        for (let i = weightOffset; i < biasOffset; i++) if (Math.abs(grads[i]) > Math.abs(grads[largest])) largest = i;
        grads[largest] *= 1 + 1e-4;
        return grads;
      }),
    ).toBe(true);
  });

  it.each([0, 1, 2, 3])('one bias of layer %i with the wrong sign', (layer) => {
    expect(
      caught((engine) => {
        const grads = own(engine);
        const { biasOffset, fanOut } = engine.network.layers[layer];
        const at = Array.from({ length: fanOut }, (_, o) => biasOffset + o).find((i) => grads[i] !== 0);
        if (at === undefined) throw new Error('all biases of this layer are dead: choose another seed');
        grads[at] = -grads[at];
        return grads;
      }),
    ).toBe(true);
  });

  const wide = { sizes: [1, 64, 64, 1], rowCount: 8 };
  const WIDE_PART = 2; // the 4,096 weights between the hidden layers

  it('a small weight among many that is off by 1%, which only the check by elements sees', () => {
    const check = gradientCheck({
      ...wide,
      analyticGradient: (engine) => {
        const grads = own(engine);
        const { weightOffset, biasOffset } = engine.network.layers[1];
        const at = grads.findIndex(
          (g, i) => i >= weightOffset && i < biasOffset && Math.abs(g) > 1e-5 && Math.abs(g) < 3e-5,
        );
        grads[at] *= 1.01;
        return grads;
      },
    });
    expect(check.parts[WIDE_PART].relativeError).toBeLessThan(gradientTolerances.relativeError);
    expect(check.parts[WIDE_PART].passed).toBe(false);
  });

  it('errors of all of many weights, each just within bounds, which only the norm sees', () => {
    const check = gradientCheck({
      ...wide,
      analyticGradient: (engine) => {
        const { weightOffset, biasOffset } = engine.network.layers[1];
        return own(engine).map((g, i) =>
          i >= weightOffset && i < biasOffset ? g + 0.9e-6 * Math.max(2 * Math.abs(g), 0.01) : g,
        );
      },
    });
    expect(check.parts[WIDE_PART].worstElement).toBeLessThan(gradientTolerances.worstElement);
    expect(check.parts[WIDE_PART].passed).toBe(false);
  });

  it('biases that take one row instead of the sum over all rows', () => {
    expect(
      caught((engine) => {
        const whole = own(engine).slice();
        engine.load(0, 1);
        engine.forward();
        const ofFirstRow = own(engine).slice();
        engine.load(0, engine.batchSize);
        engine.forward();
        for (const { biasOffset, fanOut } of engine.network.layers) {
          for (let i = biasOffset; i < biasOffset + fanOut; i++) whole[i] = ofFirstRow[i] / engine.batchSize;
        }
        return whole;
      }),
    ).toBe(true);
  });

  it('an input gradient that goes through the transposed weights', () => {
    expect(
      caught((engine) => {
        const { weightOffset, biasOffset, fanIn } = engine.network.layers[1]; // square
        const weights = engine.params.subarray(weightOffset, biasOffset);
        const right = weights.slice();
        for (let i = 0; i < fanIn; i++) {
          for (let o = 0; o < fanIn; o++) weights[i * fanIn + o] = right[o * fanIn + i];
        }
        const grads = own(engine); // of a forward pass with the right weights
        weights.set(right);
        return grads;
      }),
    ).toBe(true);
  });

  // Which parts each of them spoils follows from the chain rule; see broken-gradient.ts. Layer 3 is the output's.
  it.each([
    ['relu-mask', ['0 weights', '0 biases', '1 weights', '1 biases', '2 weights', '2 biases']],
    ['sign', ['0 weights', '0 biases', '1 weights', '1 biases', '2 weights', '2 biases', '3 weights', '3 biases']],
    ['mean-for-sum', ['0 biases', '1 biases', '2 biases', '3 biases']],
  ] as const)('the mistake %s, in these parts and no other', (mistake, wrong) => {
    const { parts } = gradientCheck({ sizes, rowCount: 6, analyticGradient: brokenGradient(mistake) });
    const failed = parts.filter(({ passed }) => !passed).map(({ layer, kind }) => `${layer.index} ${kind}`);
    expect(failed).toEqual(wrong);
  });

  it('but for no mistake in a network without ReLUs, which has no mask', () => {
    const analyticGradient = brokenGradient('relu-mask');
    expect(() => gradientCheck({ sizes, activation: 'algebraic-silu', analyticGradient })).toThrow(RangeError);
  });

  it('a mean taken over the wrong number of rows', () => {
    expect(caught((engine) => own(engine).map((g) => (g * 6) / 5))).toBe(true);
  });

  it('a gradient that is not a number', () => {
    expect(caught((engine) => own(engine).fill(NaN, 7, 8))).toBe(true);
  });
});
