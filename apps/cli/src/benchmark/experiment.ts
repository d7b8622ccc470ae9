/** One training of the benchmark: builds a model, trains it, judges it. Only `trainModel` is timed. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { prepareRows, syntheticRows, type PreparedRows } from '@fived/data';
import {
  describeNetwork,
  glorotUniform,
  mse,
  r2,
  Training,
  type Engine,
  type EpochProgress,
  type TrainingResult,
} from '@fived/nn';
import type { AccuracyMetric, Run } from '@fived/records';
import { LOOK_UP_MS } from '../interrupt.js';
import { checkRowsFit } from '../machine-memory.js';
import { engineFactory } from './engines.js';
import { sha256OfFloats } from './origin.js';
import type { TrainingSettings } from './training-settings.js';

/** The dataset of one size, split and scaled. */
export function prepareData(
  datasetSize: number,
  { seed, noise }: Pick<TrainingSettings, 'seed' | 'noise'>,
): PreparedRows {
  checkRowsFit(datasetSize);
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

/** The part of a run's record that depends only on its settings and its seed, and not on the machine. */
export type Outcome = Omit<
  Run,
  'dataset_size' | 'run' | 'seed' | 'position' | 'training_time_seconds' | 'model_setup_seconds'
>;

/** R2 and MSE of the best epoch's and of the last epoch's weights on all three sets, and the hashes of both. */
export function judge({ engine, result }: TrainedModel, data: PreparedRows): Outcome {
  const bestParams = engine.params.slice();
  const best = judgeSets(engine, data);
  engine.params.set(result.finalParams);
  const final = judgeSets(engine, data);
  engine.params.set(bestParams);
  return {
    epochs_used: result.epochsRun,
    best_epoch: result.bestEpoch,
    ...best,
    final_train_r2: final.train_r2,
    final_val_r2: final.val_r2,
    final_test_r2: final.test_r2,
    final_train_mse: final.train_mse,
    final_val_mse: final.val_mse,
    final_test_mse: final.test_mse,
    weights_sha256: sha256OfFloats(bestParams),
    final_weights_sha256: sha256OfFloats(result.finalParams, engine.m, engine.v),
  };
}

function judgeSets(engine: Engine, data: PreparedRows): Record<AccuracyMetric, number> {
  const [train, validation, test] = [data.training, data.validation, data.test].map(({ x, y, rowCount }) => {
    const predictions = new Float32Array(rowCount);
    engine.predict(x, rowCount, predictions);
    return { r2: r2(y, predictions), mse: mse(y, predictions) };
  });
  return {
    train_r2: train.r2,
    val_r2: validation.r2,
    test_r2: test.r2,
    train_mse: train.mse,
    val_mse: validation.mse,
    test_mse: test.mse,
  };
}
