/** Fitted models made of random numbers, without training: everything that files and predictors must cope with. */
import { describeNetwork, hiddenActivations, schedules } from '@fived/nn';
import { defaultRng, type Generator } from '@fived/random';
import type { ErrorMetrics } from '../metrics.js';
import { optimizers } from '../defaults.js';
import { stopReasons, type FittedModel, type MemberSummary, type BandMetrics } from '../model.js';
import { bySet } from '../fit/split-table.js';

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
  const epochs = whole(1, 6);
  const memberCount = whole(1, 4);
  const droppedCount = whole(0, 2);
  const summary = (index: number): MemberSummary => {
    const epochsRun = whole(1, epochs);
    return {
      index,
      seed: whole(0, 2 ** 32 - 1),
      validationLoss: magnitude(),
      bestEpoch: whole(1, epochsRun),
      epochsRun,
      stoppedBy: pick(random, stopReasons),
    };
  };
  const metrics = (): ErrorMetrics => ({
    r2: 1 - magnitude(),
    rmse: magnitude(),
    mae: magnitude(),
    maxError: magnitude(),
  });
  const bandMetrics = (): BandMetrics => ({ ...metrics(), coverage95: random.random() });
  const optimizer = pick(random, optimizers);
  const common = {
    hiddenSizes,
    activation,
    epochs,
    patience: whole(0, 99),
    members: memberCount + droppedCount,
    seed: whole(0, 2 ** 32 - 1),
  };
  const first = whole(0, NAMES.length - 1);
  return {
    versions: { arithmetic: 1 + (seed % 2), secondOrder: 1 },
    network,
    members: Array.from({ length: memberCount }, (_, index) => {
      const described = summary(droppedCount + index);
      return {
        ...described,
        params: Float32Array.from({ length: network.parameterCount }, () => random.normal(0, 1)),
        history: {
          trainLoss: vector(described.epochsRun, magnitude),
          validationLoss: vector(described.epochsRun, magnitude),
        },
      };
    }),
    features: { mean, scale, min: mean.map((m, i) => m - 2 * scale[i]), max: mean.map((m, i) => m + 2 * scale[i]) },
    target: { mean: signed(), scale: magnitude() },
    names: {
      features: Array.from({ length: dimensions }, (_, i) => NAMES[(first + i) % NAMES.length]),
      target: pick(random, NAMES),
    },
    settings:
      optimizer === 'adam'
        ? {
            optimizer,
            ...common,
            batchSize: whole(1, 64),
            learningRate: magnitude(),
            schedule: pick(random, schedules),
          }
        : { optimizer, ...common },
    training: {
      rowCounts: bySet(() => whole(1, 1e6)),
      cleaning: { droppedRowCount: whole(0, 9), imputedValueCount: whole(0, 9) },
      dropped: Array.from({ length: droppedCount }, (_, index) => summary(index)),
    },
    uncertainty: { spreadFactor: magnitude(), floor: magnitude(), bandMultiplier: magnitude() },
    metrics: {
      training: metrics(),
      validation: bandMetrics(),
      test: bandMetrics(),
      baselines: { mean: bySet(metrics), leastSquares: bySet(metrics) },
    },
  };
}

const pick = <Value>(random: Generator, values: readonly Value[]): Value =>
  values[Math.floor(random.random() * values.length)];

/** Rows near the model's training rows. */
export function rowsFor({ features, network }: FittedModel, rowCount: number, seed: number): Float64Array {
  const random = defaultRng(seed);
  const { inputSize } = network;
  return Float64Array.from({ length: rowCount * inputSize }, (_, i) => {
    const column = i % inputSize;
    return features.mean[column] + random.normal(0, 1) * features.scale[column];
  });
}
