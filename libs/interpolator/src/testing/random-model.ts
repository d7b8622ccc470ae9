/** Fitted models made of random numbers, without a training: what files and predictors must cope with. */
import { describeNetwork, hiddenActivations, schedules } from '@fived/nn';
import { defaultRng, type Generator } from '@fived/random';
import type { ErrorMetrics } from '../metrics.js';
import { stopReasons, type FittedModel } from '../model.js';
import { bySet } from '../prepare.js';

const NAMES = ['x', 'Höhe', '温度', 'a b', '__proto__', '"', ',', '\\', '😀', 'toString', '0', '-1'];

export function randomModel(seed: number): FittedModel {
  const random = defaultRng(seed);
  const whole = (least: number, most: number): number => least + Math.floor(random.random() * (most - least + 1));
  const dimensions = whole(1, 7);
  const hiddenSizes = Array.from({ length: whole(0, 3) }, () => whole(1, 9));
  const activation = pick(random, hiddenActivations);
  const network = describeNetwork([dimensions, ...hiddenSizes, 1], activation);
  const vector = (length: number, of: () => number): Float64Array => Float64Array.from({ length }, of);
  const magnitude = (): number => 10 ** (12 * random.random() - 6);
  const signed = (): number => random.normal(0, 1) * magnitude();
  const mean = vector(dimensions, signed);
  const scale = vector(dimensions, magnitude);
  const epochsRun = whole(1, 6);
  const metrics = (): ErrorMetrics => ({ r2: 1 - magnitude(), rmse: magnitude(), mae: magnitude(), maxError: magnitude() });
  const first = whole(0, NAMES.length - 1);
  return {
    network,
    params: Float32Array.from({ length: network.parameterCount }, () => random.normal(0, 1)),
    features: { mean, scale, min: mean.map((m, i) => m - 2 * scale[i]), max: mean.map((m, i) => m + 2 * scale[i]) },
    target: { mean: signed(), scale: magnitude() },
    names: {
      features: Array.from({ length: dimensions }, (_, i) => NAMES[(first + i) % NAMES.length]),
      target: pick(random, NAMES),
    },
    settings: {
      hiddenSizes,
      activation,
      epochs: epochsRun,
      batchSize: whole(1, 64),
      learningRate: magnitude(),
      schedule: pick(random, schedules),
      patience: whole(0, 99),
      seed: whole(0, 2 ** 32 - 1),
    },
    training: {
      rowCounts: bySet(() => whole(1, 1e6)),
      cleaning: { droppedRowCount: whole(0, 9), imputedValueCount: whole(0, 9) },
      bestEpoch: whole(1, epochsRun),
      epochsRun,
      stoppedBy: pick(random, stopReasons),
    },
    metrics: { ...bySet(metrics), baselines: { mean: bySet(metrics), leastSquares: bySet(metrics) } },
    history: {
      trainLoss: vector(epochsRun, magnitude),
      validationLoss: vector(epochsRun, magnitude),
      learningRate: vector(epochsRun, magnitude),
    },
  };
}

const pick = <Value>(random: Generator, values: readonly Value[]): Value => values[Math.floor(random.random() * values.length)];

/** Rows about where the model's training rows were. */
export function rowsFor({ features, network }: FittedModel, rowCount: number, seed: number): Float64Array {
  const random = defaultRng(seed);
  const { inputSize } = network;
  return Float64Array.from({ length: rowCount * inputSize }, (_, i) => {
    const column = i % inputSize;
    return features.mean[column] + random.normal(0, 1) * features.scale[column];
  });
}
