/**
 * Where a training stands between two epochs: beside the rows, the options and the seed, all that the rest of it
 * follows from. A training that goes on from a state ends with the same bits as one that was never interrupted, on
 * either engine.
 *
 * What follows from the rest is left out: how many epochs and steps were run, the least loss, and the order of the
 * rows, which the seed and the number of epochs give anew.
 */
import type { EngineOptions, FloatArray } from './engine.js';

/** What every optimizer knows: the parameters after the last epoch. */
export interface OptimizerParams {
  readonly params: FloatArray;
}

/** Plain data, and copies: no later epoch changes it. */
export interface TrainingState<Optimizer extends OptimizerParams = OptimizerParams> {
  /** Losses by epoch, as many as were run; at least one. */
  readonly trainLoss: Float64Array;
  readonly validationLoss: Float64Array;
  /** As in `TrainingResult`. */
  readonly bestEpoch: number;
  readonly bestParams: FloatArray;
  readonly optimizer: Optimizer;
}

/** What a state must fit, to be one of a training. */
export interface StateContext extends Pick<EngineOptions, 'network' | 'batchSize' | 'adam'> {
  readonly trainingRowCount: number;
  readonly validationRowCount: number;
}

/** @throws RangeError that says what cannot be so */
export function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new RangeError(`The state of the training contradicts itself: ${what}.`);
}

export function allFinite(values: FloatArray): boolean {
  return values.every((value) => Number.isFinite(value));
}

/** Checks what all states have. @throws RangeError that says what cannot be so */
export function checkCourse(state: TrainingState, { network, validationRowCount }: StateContext): void {
  const { trainLoss, validationLoss, bestEpoch, bestParams, optimizer } = state;
  const epochs = trainLoss.length;
  must(
    epochs > 0 && validationLoss.length === epochs,
    `it has ${epochs} training losses and ${validationLoss.length} validation losses`,
  );
  must(
    bestEpoch === bestEpochOf(validationLoss, validationRowCount),
    `the best of ${epochs} epochs cannot be epoch ${bestEpoch}`,
  );
  for (const params of [bestParams, optimizer.params]) {
    must(
      params.length === network.parameterCount,
      `there are ${params.length} parameters for a network of ${network.parameterCount}`,
    );
    must(allFinite(params), 'a parameter is not finite');
  }
}

/** The first of the least losses; without validation rows the last epoch. */
function bestEpochOf(validationLoss: Float64Array, validationRowCount: number): number {
  if (validationRowCount === 0) return validationLoss.length;
  let best = 0;
  for (let epoch = 1; epoch < validationLoss.length; epoch++)
    if (validationLoss[epoch] < validationLoss[best]) best = epoch;
  return best + 1;
}
