// In ONNX Runtime, compiled to WebAssembly: the one implementation that npm installs completely.
import * as ort from 'onnxruntime-web/wasm';
import { createReferenceEngine } from '@fived/nn';
import { defaultRng } from '@fived/random';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { Interpolator } from '../interpolator.js';
import type { FittedModel } from '../model.js';
import { createPredictor, type UncertainPredictions } from '../predict/predictor.js';
import { randomModel } from '../testing/random-model.js';
import type { OnnxType } from './onnx-file.js';
import { beyondFloat32 } from './onnx-precision.js';
import { modelToOnnx } from './onnx.js';
import { exportableModels, linearModel, rowsOf, ties } from './testing/models.js';

const ROWS = 20;
const MODELS = { short: 8, medium: 100, full: 1000 }[inject('campaign')];
const randomModels = exportableModels(MODELS);

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
});

/** The values of the outputs that ONNX Runtime computes for the rows. */
async function runOnnx(
  file: Uint8Array,
  type: OnnxType,
  x: Float64Array,
  dimensions: number,
): Promise<Readonly<Record<string, Float64Array>>> {
  const session = await ort.InferenceSession.create(file);
  try {
    expect([session.inputNames, session.outputNames]).toEqual([['features'], ['prediction', 'lower', 'upper']]);
    const shape = [x.length / dimensions, dimensions];
    const features =
      type === 'float32' ? new ort.Tensor('float32', Float32Array.from(x), shape) : new ort.Tensor('float64', x, shape);
    const results = await session.run({ features });
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => {
        expect([name, tensor.type, ...tensor.dims]).toEqual([name, type, shape[0], 1]);
        return [name, Float64Array.from(tensor.data as Float64Array)];
      }),
    );
  } finally {
    await session.release();
  }
}

const ours = (model: FittedModel, values: Float64Array): UncertainPredictions => {
  const { inputSize } = model.network;
  return createPredictor(model, createReferenceEngine).predictWithUncertainty({
    values,
    rowCount: values.length / inputSize,
    dimensions: inputSize,
  });
};

/** The largest difference, relative to the expected value or, if that is smaller, to `least`. */
const largestDifference = (found: Float64Array, expected: Float64Array, least: number): number =>
  Math.max(...expected.map((value, row) => Math.abs(found[row] - value) / Math.max(Math.abs(value), least)));

/**
 * The ends of bands, relative to the largest factor in them: if the members agree, their spread is only rounding error.
 */
function expectOurBands(
  found: Readonly<Record<string, Float64Array>>,
  expected: UncertainPredictions,
  model: FittedModel,
  tolerance: number,
): void {
  const { target, uncertainty } = model;
  const least = target.scale * Math.max(1, uncertainty.spreadFactor * uncertainty.bandMultiplier);
  for (const end of ['lower', 'upper'] as const)
    expect(largestDifference(found[end], expected[end], least)).toBeLessThan(tolerance);
}

describe('A model as an ONNX file, in ONNX Runtime', () => {
  it('gives our predictions and bands, for random models', async () => {
    for (const model of randomModels) {
      const x = rowsOf(model, ROWS);
      const found = await runOnnx(modelToOnnx(model), 'float64', x, model.network.inputSize);
      const expected = ours(model, x);
      // the issue asks for 1e-5; only the order of at most four float64s that are summed to a mean may differ
      expect(largestDifference(found['prediction'], expected.prediction, model.target.scale)).toBeLessThan(1e-14);
      expectOurBands(found, expected, model, 1e-12);
    }
  });

  it.each(ties)(
    'rounds %d * %d + %d to float64 and then to float32, not to %d but to %d',
    async (w, x, b, _, twice) => {
      // all that can be off: one float32 step of a layer's sum
      const found = await runOnnx(modelToOnnx(linearModel(w, b)), 'float64', Float64Array.of(x), 1);
      expect(found['prediction'][0]).toBe(twice);
    },
  );

  it('gives our predictions of float32 rows, rounded, where float32 holds them', async () => {
    const models = randomModels.filter((model) => beyondFloat32(model) === undefined);
    expect(models.length).toBeGreaterThan(MODELS / 5);
    for (const model of models) {
      const x = rowsOf(model, ROWS).map(Math.fround);
      const found = await runOnnx(modelToOnnx(model, 'float32'), 'float32', x, model.network.inputSize);
      const expected = ours(model, x);
      expect(largestDifference(found['prediction'], expected.prediction, model.target.scale)).toBeLessThan(2 ** -23);
      expectOurBands(found, expected, model, 2 ** -23);
    }
  });

  it(
    'gives our predictions of a model that was trained, whose sums are of large numbers that ' + 'all but cancel',
    async () => {
      // for some models like this one, a MatMul instead of our order of sums was 2e-5 off
      const random = defaultRng(1003);
      const x = Array.from({ length: 300 }, () => [random.random(), random.random(), random.random()]);
      const { model } = Interpolator.fit(
        { x, y: x.map(([a, b, c]) => Math.sin(12 * a * b) + Math.cos(9 * c)) },
        { epochs: 30, members: 1 },
      );
      const rows = Float64Array.from(x.flat());
      const { prediction } = await runOnnx(modelToOnnx(model), 'float64', rows, 3);
      expect(largestDifference(prediction, ours(model, rows).prediction, model.target.scale)).toBeLessThan(1e-14);
    },
  );
});

describe('An ONNX file', () => {
  it('is the same for the same model, and says what the model is', () => {
    const bytes = modelToOnnx(randomModels[1]);
    expect(Buffer.compare(modelToOnnx(randomModels[1]), bytes)).toBe(0);
    const text = new TextDecoder().decode(bytes);
    for (const said of ['fived', 'features', 'weights_sha256', 'coverage_95', '64-32-16-1'])
      expect(text).toContain(said);
  });

  const tame = { ...randomModels[1], uncertainty: { spreadFactor: 1, floor: 0.1, bandMultiplier: 2 } };
  const withFeature = (mean: number, scale: number): FittedModel => {
    const all = (value: number): Float64Array => tame.features.mean.map(() => value);
    return {
      ...tame,
      features: { mean: all(mean), scale: all(scale), min: all(mean - scale), max: all(mean + scale) },
    };
  };

  it.each<[what: string, model: FittedModel, message: RegExp]>([
    [
      'whose digits float32 has not',
      withFeature(1e6, 1),
      /^float32 cannot hold the digits of feature ".+", values up to 1000001 with a standard deviation of 1; take float64\.$/,
    ],
    [
      'as large as 1e300',
      withFeature(1e300, 1e300),
      /^float32 cannot hold the magnitude of feature ".+", values up to 2e\+300 with a standard deviation of 1e\+300; take float64\.$/,
    ],
    ['as small as 1e-300', withFeature(0, 1e-300), /the magnitude of feature/],
    [
      'and a target as large as 1e30',
      { ...tame, target: { mean: 0, scale: 1e30 } },
      /the magnitude of the target ".+", mean 0 and standard deviation 1e\+30/,
    ],
    [
      'and a band beyond all bounds',
      { ...tame, uncertainty: { ...tame.uncertainty, floor: 1e30 } },
      /a number of the uncertainty, 1e\+30/,
    ],
  ])('is refused as float32 for features %s', (_, model, message) => {
    expect(() => modelToOnnx(model, 'float32')).toThrow(message);
    expect(modelToOnnx(model).length).toBeGreaterThan(0);
    expect(modelToOnnx(tame, 'float32').length).toBeGreaterThan(0);
  });

  it('of a model that is too large for one is refused', () => {
    const model = randomModel(0);
    const network = { ...model.network, parameterCount: 2 ** 29 };
    expect(() => modelToOnnx({ ...model, network })).toThrow('An ONNX file holds weights of at most 1073741824 bytes');
    const layers = [{ ...model.network.layers[0], fanIn: 30_000 }];
    expect(() => modelToOnnx({ ...model, network: { ...model.network, layers } })).toThrow(
      'layers of at most 20000 inputs together; this model has 30000.',
    );
  });
});
