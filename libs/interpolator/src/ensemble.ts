/**
 * The members' answer for scaled rows: the mean of their outputs and how far apart they are, both on the scaled target.
 *
 *     mean = sum(o) / K     variance = sum((o - mean)^2) / (K - 1), zero for K = 1
 *
 * over the K float32 outputs o of a row, in float64, members in order. A row's numbers do not depend on the rows beside
 * it.
 */
import { adamDefaults, type Engine, type EngineFactory } from '@fived/nn';
import { ENGINE_BATCH_SIZE } from './member.js';
import type { FittedModel } from './model.js';

export interface Outputs {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Computes `rowCount` rows of x, and writes the results from place `first` on. */
export type Ensemble = (x: Float32Array, rowCount: number, to: Outputs, first: number) => void;

export function outputsFor(rowCount: number): Outputs {
  return {
    mean: new Float64Array(rowCount),
    variance: new Float64Array(rowCount),
  };
}

/** Builds one engine for all members at its first call, and keeps it. */
export function createEnsemble(
  { network, members }: Pick<FittedModel, 'network' | 'members'>,
  createEngine: EngineFactory,
): Ensemble {
  let engine: Engine | undefined;
  let outputs = new Float32Array(0);
  const count = members.length;

  function average(rowCount: number, { mean, variance }: Outputs, first: number): void {
    for (let row = 0; row < rowCount; row++) {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += outputs[k * rowCount + row];
      const average = sum / count;
      let squares = 0;
      for (let k = 0; k < count; k++) {
        const deviation = outputs[k * rowCount + row] - average;
        squares += deviation * deviation;
      }
      mean[first + row] = average;
      variance[first + row] = count > 1 ? squares / (count - 1) : 0;
    }
  }

  return (x, rowCount, to, first) => {
    engine ??= createEngine({
      network,
      batchSize: ENGINE_BATCH_SIZE,
      adam: adamDefaults,
    });
    if (outputs.length < count * rowCount) outputs = new Float32Array(count * rowCount);
    for (let k = 0; k < count; k++) {
      engine.params.set(members[k].params);
      engine.predict(x, rowCount, outputs.subarray(k * rowCount, (k + 1) * rowCount));
    }
    average(rowCount, to, first);
  };
}
