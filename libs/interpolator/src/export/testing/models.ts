/** For tests only: random models of every kind that can be exported. */
import { describeNetwork } from '@fived/nn';
import { defaultRng } from '@fived/random';
import type { FittedModel } from '../../model.js';
import { randomModel, rowsFor } from '../../testing/random-model.js';

/**
 * As wide as the benchmark's networks, so that all parts of the engines' kernels are used, and with features that
 * float32 can hold. Activation and members are unchanged.
 */
function widened(model: FittedModel, seed: number): FittedModel {
  const random = defaultRng(seed);
  const network = describeNetwork([model.network.inputSize, 64, 32, 16, 1], model.network.activation);
  const params = (): Float32Array =>
    Float32Array.from({ length: network.parameterCount }, () => 0.2 * random.normal(0, 1));
  const scale = model.features.scale.map(() => 10 ** (6 * random.random() - 3));
  const mean = scale.map((value) => 30 * random.normal(0, 1) * value);
  return {
    ...model,
    network,
    features: { mean, scale, ...rangeAround(mean, scale) },
    members: model.members.map((member) => ({ ...member, params: params() })),
  };
}

const rangeAround = (mean: Float64Array, scale: Float64Array): { min: Float64Array; max: Float64Array } => ({
  min: mean.map((value, i) => value - 2 * scale[i]),
  max: mean.map((value, i) => value + 2 * scale[i]),
});

/** Means and scales of any magnitude: in float32 most features have no digits left, or do not fit. */
function extremelyScaled(model: FittedModel, seed: number): FittedModel {
  const random = defaultRng(seed);
  const magnitude = (most: number): number => 10 ** (most * (2 * random.random() - 1));
  const scale = model.features.scale.map(() => magnitude(280));
  const mean = scale.map((value) => value * magnitude(12));
  return {
    ...model,
    features: { mean, scale, ...rangeAround(mean, scale) },
    target: { mean: -magnitude(280), scale: magnitude(280) },
  };
}

/** Features that never varied, and weights that are zero (of either sign) or nearly zero. */
function withConstants(model: FittedModel): FittedModel {
  const { mean } = model.features;
  const tiny = [0, -0, 1e-45, -1e-40];
  return {
    ...model,
    features: { mean, scale: mean.map(() => 1), min: mean, max: mean },
    members: model.members.map((member) => ({
      ...member,
      params: member.params.map((value, i) => (i % 3 === 0 ? value : tiny[i % tiny.length])),
    })),
  };
}

/** Models of both activations, with and without hidden layers, with one to four members; a quarter of each kind. */
export const exportableModels = (count: number): readonly FittedModel[] =>
  Array.from({ length: count }, (_, seed) => {
    const model = randomModel(seed);
    return [model, widened(model, seed), extremelyScaled(model, seed), withConstants(model)][seed % 4];
  });

/** Rows like the training rows; some have missing features or lie 100 scales away. */
export function rowsOf(model: FittedModel, rowCount: number): Float64Array {
  const { mean, scale } = model.features;
  const x = rowsFor(model, rowCount, 7);
  [NaN, Infinity, -Infinity].forEach((missing, i) => (x[i] = missing));
  const last = x.length - mean.length;
  mean.forEach((value, i) => (x[last + i] = value - 100 * scale[i]));
  return x;
}

/** w x + b of one feature, unscaled. */
export function linearModel(w: number, b: number): FittedModel {
  const model = randomModel(0);
  const one = (value: number): Float64Array => Float64Array.of(value);
  return {
    ...model,
    network: describeNetwork([1, 1]),
    names: { features: ['x'], target: 'y' },
    features: { mean: one(0), scale: one(1), min: one(0), max: one(1) },
    target: { mean: 0, scale: 1 },
    members: [{ ...model.members[0], params: Float32Array.of(w, b) }],
  };
}

/** [w, x, b, w x + b rounded once], where rounding to float64 first gives a tie, and so the float32 beyond. */
export const ties = [
  [1 + 2 ** -23, 1 - 2 ** -23, 2 ** 24 + 2, 2 ** 24 + 2, 2 ** 24 + 4],
  [1 + 2 ** -23, 1 - 2 ** -23, -(2 ** 24), -(2 ** 24) + 1, -(2 ** 24) + 1],
  [2 ** 12 + 1, 2 ** 12 + 1, 2 ** -40, 2 ** 24 + 2 ** 13 + 2, 2 ** 24 + 2 ** 13],
] as const;
