/** One training of the benchmark: builds a model, trains it, judges it. Only `trainModel` is timed. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { prepareRows, syntheticRows, type PreparedRows, type Rows } from '@fived/data';
import {
  describeNetwork,
  glorotUniform,
  mse,
  r2,
  Training,
  type Engine,
  type EpochProgress,
  type FloatArray,
  type TrainingResult,
} from '@fived/nn';
import type { AccuracyMetric } from '@fived/records';
import { LOOK_UP_MS } from '../interrupt.js';
import { engineFactory } from './engines.js';
import { sha256OfFloats } from './origin.js';
import type { TrainingSettings } from './training-settings.js';

/** The dataset of one size, split and scaled. */
export function prepareData(
  datasetSize: number,
  { seed, noise }: Pick<TrainingSettings, 'seed' | 'noise'>,
): PreparedRows {
  return prepareRows(syntheticRows({ sampleCount: datasetSize, seed, noise }), { seed });
}

/** Builds the engine and its initial weights. */
export function buildModel(data: PreparedRows, settings: TrainingSettings, seed: number): Engine {
  const { hiddenSizes, batchSize, adam } = settings;
  const network = describeNetwork([data.training.dimensions, ...hiddenSizes, 1]);
  const engine = engineFactory(settings)({
    network,
    batchSize,
    adam,
    training: data.training,
    validation: data.validation,
  });
  glorotUniform(network, seed, engine.params);
  return engine;
}

export interface TrainingWatch {
  readonly onEpoch?: (progress: Readonly<EpochProgress>) => void;
  /** Aborting it ends the training between two epochs: it throws the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface TrainedModel {
  readonly engine: Engine;
  readonly result: TrainingResult;
}

/** Runs all epochs, each with its validation pass, and restores the best epoch's weights. This is the training time. */
export async function trainModel(
  engine: Engine,
  settings: TrainingSettings,
  seed: number,
  { onEpoch, signal }: TrainingWatch = {},
): Promise<TrainedModel> {
  const { epochs, learningRate } = settings;
  const training = new Training(engine, { epochs, learningRate, seed });
  let lookedUpMs = performance.now();
  while (!training.isDone) {
    training.runEpoch();
    if (performance.now() - lookedUpMs < LOOK_UP_MS) continue;
    onEpoch?.(training.progress);
    await nextTurn();
    signal?.throwIfAborted();
    lookedUpMs = performance.now();
  }
  return { engine, result: training.finish() };
}

export type Accuracies = Readonly<Record<AccuracyMetric | `final_${AccuracyMetric}`, number>>;

export interface Judgement {
  readonly accuracies: Accuracies;
  readonly weightsSha256: string;
  readonly finalWeightsSha256: string;
}

/** R2 and MSE of the best epoch's and of the last epoch's weights on all three sets, and the hashes of both. */
export function judge({ engine, result }: TrainedModel, data: PreparedRows): Judgement {
  const bestParams = engine.params.slice();
  const best = judgeSets(engine, data);
  engine.params.set(result.finalParams);
  const final = judgeSets(engine, data);
  engine.params.set(bestParams);
  return {
    accuracies: {
      ...best,
      final_train_r2: final.train_r2,
      final_val_r2: final.val_r2,
      final_test_r2: final.test_r2,
      final_train_mse: final.train_mse,
      final_val_mse: final.val_mse,
      final_test_mse: final.test_mse,
    },
    weightsSha256: sha256OfFloats(bestParams),
    finalWeightsSha256: sha256OfFloats(result.finalParams, engine.m, engine.v),
  };
}

function judgeSets(engine: Engine, data: PreparedRows): Record<AccuracyMetric, number> {
  const train = predictRows(engine, data.training);
  const validation = predictRows(engine, data.validation);
  const test = predictRows(engine, data.test);
  return {
    train_r2: r2(data.training.y, train),
    val_r2: r2(data.validation.y, validation),
    test_r2: r2(data.test.y, test),
    train_mse: mse(data.training.y, train),
    val_mse: mse(data.validation.y, validation),
    test_mse: mse(data.test.y, test),
  };
}

function predictRows(engine: Engine, { x, rowCount }: Rows): FloatArray {
  const predictions = new Float32Array(rowCount);
  engine.predict(x, rowCount, predictions);
  return predictions;
}
