/**
 * A checkpoint of a training between two epochs. With the rows, the options and the seed it determines all that
 * follows: a training that resumes from it ends with the same bits as one that was never interrupted, on either engine.
 *
 * It omits what can be derived: the number of epochs and steps, the lowest loss, and the order of the rows, which
 * follows from the seed and the number of epochs.
 */
import type { EngineOptions, FloatArray } from './engine.js';

/** What every optimizer keeps: the parameters after the last epoch. */
export interface OptimizerParams {
  readonly params: FloatArray;
}

/** Plain data, and copies: later epochs do not change it. */
export interface TrainingState<Optimizer extends OptimizerParams = OptimizerParams> {
  /** Losses by epoch, one for each epoch run; at least one. */
  readonly trainLoss: Float64Array;
  readonly validationLoss: Float64Array;
  /** As in `TrainingResult`. */
  readonly bestEpoch: number;
  readonly bestParams: FloatArray;
  readonly optimizer: Optimizer;
}

/** The training that a state must match. */
export interface StateContext extends Pick<EngineOptions, 'network' | 'batchSize' | 'adam'> {
  readonly trainingRowCount: number;
  readonly validationRowCount: number;
}

/** @throws RangeError that says what is wrong with the state */
export function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new RangeError(`The state of the training contradicts itself: ${what}.`);
}

export function allFinite(values: FloatArray): boolean {
  return values.every((value) => Number.isFinite(value));
}

/** Checks what all kinds of state have in common. @throws RangeError that says what is wrong with the state */
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

/** The first of the lowest losses; without validation rows the last epoch. */
function bestEpochOf(validationLoss: Float64Array, validationRowCount: number): number {
  if (validationRowCount === 0) return validationLoss.length;
  let best = 0;
  for (let epoch = 1; epoch < validationLoss.length; epoch++)
    if (validationLoss[epoch] < validationLoss[best]) best = epoch;
  return best + 1;
}
