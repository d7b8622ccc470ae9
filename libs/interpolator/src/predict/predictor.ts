/**
 * Predictions on the target's own scale, from the mean of the members' outputs and how far apart they are:
 *
 *     mean = sum(o) / K     variance = sum((o - mean)^2) / (K - 1), zero for K = 1
 *
 * over the K float32 outputs o of a row, in float64, members in order. Each row is computed on its own, in the same
 * order of operations. So grouping or reordering the rows changes no bit.
 */
import { adamDefaults, type Engine, type EngineFactory } from '@fived/nn';
import type { FeatureTable } from '../input.js';
import type { FittedModel } from '../model.js';
import { scaleRow } from '../scaling.js';
import { ENGINE_BATCH_SIZE } from '../settings.js';
import { standardDeviationOf } from './uncertainty.js';

/** The parts of a model that predict. */
type PredictingModel = Pick<FittedModel, 'network' | 'members' | 'features' | 'target' | 'uncertainty'>;

/** One value a row, on the target's own scale. */
export interface UncertainPredictions {
  readonly prediction: Float64Array;
  /** The standard deviation of target minus prediction. */
  readonly standardDeviation: Float64Array;
  /** The band that holds 95% of the targets for rows like those of the fit. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The members' answer for some rows, both on the scaled target. */
interface Outputs {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Computes `rowCount` rows of x, and writes the results from place `first` on. */
type Ensemble = (x: Float32Array, rowCount: number, to: Outputs, first: number) => void;

export function outputsFor(rowCount: number): Outputs {
  return { mean: new Float64Array(rowCount), variance: new Float64Array(rowCount) };
}

/** Builds one engine for all members at its first call, and keeps it. */
export function createEnsemble(
  { network, members }: Pick<FittedModel, 'network' | 'members'>,
  createEngine: EngineFactory,
): Ensemble {
  let engine: Engine | undefined;
  let outputs = new Float32Array(0);
  const count = members.length;

  return (x, rowCount, to, first) => {
    engine ??= createEngine({ network, batchSize: ENGINE_BATCH_SIZE, adam: adamDefaults });
    if (outputs.length < count * rowCount) outputs = new Float32Array(count * rowCount);
    for (let k = 0; k < count; k++) {
      engine.params.set(members[k].params);
      engine.predict(x, rowCount, outputs.subarray(k * rowCount, (k + 1) * rowCount));
    }
    for (let row = 0; row < rowCount; row++) {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += outputs[k * rowCount + row];
      const average = sum / count;
      let squares = 0;
      for (let k = 0; k < count; k++) {
        const deviation = outputs[k * rowCount + row] - average;
        squares += deviation * deviation;
      }
      to.mean[first + row] = average;
      to.variance[first + row] = count > 1 ? squares / (count - 1) : 0;
    }
  };
}

/** Rows that are scaled at once. */
const CHUNK_ROWS = 1024;

/**
 * Functions that predict rows of raw features. They throw a RangeError for a row so far from the training rows that
 * float32 cannot hold its results.
 */
export function createPredictor(model: PredictingModel, createEngine: EngineFactory) {
  const ensemble = createEnsemble(model, createEngine);
  const scaled = new Float32Array(CHUNK_ROWS * model.network.inputSize);
  const compute = (table: FeatureTable): Outputs => {
    const { rowCount, dimensions } = table;
    const outputs = outputsFor(rowCount);
    for (let first = 0; first < rowCount; first += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rowCount - first);
      for (let i = 0; i < count; i++) scaleRow(table, first + i, model.features, scaled, i * dimensions);
      ensemble(scaled, count, outputs, first);
    }
    return outputs;
  };
  return {
    predict: (table: FeatureTable): Float64Array => unscale(compute(table).mean, model.target),
    predictWithUncertainty: (table: FeatureTable): UncertainPredictions => withBand(compute(table), model),
  };
}

export type Predictor = ReturnType<typeof createPredictor>;

/** Outputs on the target's own scale. @throws RangeError for a result that is not finite there */
function unscale(outputs: Float64Array, { mean, scale }: FittedModel['target']): Float64Array {
  const predictions = new Float64Array(outputs.length);
  for (let row = 0; row < outputs.length; row++) {
    predictions[row] = outputs[row] * scale + mean;
    checkFinite(predictions[row]);
  }
  return predictions;
}

/** Predictions with the band of the model's uncertainty. @throws RangeError for what is not finite */
export function withBand(
  { mean, variance }: Outputs,
  { target, uncertainty }: Pick<FittedModel, 'target' | 'uncertainty'>,
): UncertainPredictions {
  const prediction = unscale(mean, target);
  const standardDeviation = variance.map((value) => standardDeviationOf(uncertainty, value) * target.scale);
  const halfWidth = standardDeviation.map((value) => {
    checkFinite(value * uncertainty.bandMultiplier);
    return value * uncertainty.bandMultiplier;
  });
  return {
    prediction,
    standardDeviation,
    lower: prediction.map((value, row) => value - halfWidth[row]),
    upper: prediction.map((value, row) => value + halfWidth[row]),
  };
}

function checkFinite(value: number): void {
  if (Number.isFinite(value)) return;
  throw new RangeError(
    'A row is so far from the training rows that its prediction leaves the range of numbers; ' +
      'outsideRange counts such rows.',
  );
}

/** How many rows have a feature outside the range of the training rows. Missing features do not count. */
export function countOutsideRange(
  { values, rowCount, dimensions }: FeatureTable,
  { min, max }: FittedModel['features'],
): number {
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
