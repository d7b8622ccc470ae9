/**
 * Predictions on the target's own scale. Each row is computed by itself, in the same order of operations, so how rows are
 * grouped or ordered changes no bit.
 */
import { adamDefaults, type Engine, type EngineFactory, type RowSet } from '@fived/nn';
import type { FeatureTable } from './input.js';
import type { FittedModel } from './model.js';
import { scaleRow } from './scaling.js';

/** What of a model predicts. */
export type PredictingModel = Pick<FittedModel, 'network' | 'params' | 'features' | 'target'>;

export type Predictor = (table: FeatureTable) => Float64Array;

/** Rows that are scaled at once. */
const CHUNK_ROWS = 1024;
/** What the engine computes at once; that of a usual training, so that the compiled module is the same. */
const ENGINE_BATCH_SIZE = 32;

const noRows: RowSet = { x: new Float32Array(0), y: new Float32Array(0), rowCount: 0 };

/**
 * A function that predicts rows of raw features; it builds its engine at its first call, and keeps it.
 * It throws a RangeError for a row so far from the training rows that float32 cannot hold what comes of it.
 */
export function createPredictor(model: PredictingModel, createEngine: EngineFactory): Predictor {
  let engine: Engine | undefined;
  const build = (): Engine => {
    const { network, params } = model;
    const built = createEngine({ network, batchSize: ENGINE_BATCH_SIZE, adam: adamDefaults, training: noRows, validation: noRows });
    built.params.set(params);
    return built;
  };
  const scaled = new Float32Array(CHUNK_ROWS * model.network.inputSize);
  const outputs = new Float32Array(CHUNK_ROWS);

  return (table) => {
    engine ??= build();
    const { features, target } = model;
    const predictions = new Float64Array(table.rowCount);
    for (let first = 0; first < table.rowCount; first += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, table.rowCount - first);
      for (let i = 0; i < count; i++) scaleRow(table, first + i, features, scaled, i * table.dimensions);
      engine.predict(scaled, count, outputs);
      for (let i = 0; i < count; i++) {
        const prediction = outputs[i] * target.scale + target.mean;
        if (!Number.isFinite(prediction)) {
          throw new RangeError(
            'A row is so far from the training rows that its prediction leaves the range of numbers; outsideRange counts such rows.',
          );
        }
        predictions[first + i] = prediction;
      }
    }
    return predictions;
  };
}

/** How many rows have a feature outside the range that the training rows had; missing ones are not. */
export function countOutsideRange({ values, rowCount, dimensions }: FeatureTable, { min, max }: FittedModel['features']): number {
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < dimensions; column++) {
      const value = values[row * dimensions + column];
      if (Number.isFinite(value) && (value < min[column] || value > max[column])) {
        count++;
        break;
      }
    }
  }
  return count;
}
