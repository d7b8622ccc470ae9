/**
 * Where a training stands between two epochs: beside the rows, the options and the seed, all that the rest of it
 * follows from. A training that goes on from a state ends with the same bits as one that was never interrupted, on
 * either engine.
 *
 * What follows from the rest is left out: how many epochs and steps were run, the least loss, and the order of the
 * rows, which the seed and the number of epochs give anew.
 */
import type { EngineOptions, FloatArray } from './engine.js';
import type { AdamState } from './adam-state.js';
import type { LevenbergMarquardtState } from './levenberg-marquardt/state.js';

export type OptimizerState = AdamState | LevenbergMarquardtState;

/** Plain data, and copies: no later epoch changes it. */
export interface TrainingState<Optimizer extends OptimizerState = OptimizerState> {
  /** Losses by epoch, as many as were run; at least one. */
  readonly trainLoss: Float64Array;
  readonly validationLoss: Float64Array;
  /** As in `TrainingResult`. */
  readonly bestEpoch: number;
  readonly bestParams: FloatArray;
  readonly optimizer: Optimizer;
}

/** What both ways to train keep of the epochs that were run. */
interface Course {
  readonly progress: { epoch: number; trainLoss: number; validationLoss: number; bestEpoch: number };
  readonly trainLoss: Float64Array;
  readonly validationLoss: Float64Array;
  readonly bestParams: FloatArray;
}

/** What of a training decides whether a state can be one of its. */
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

/** Takes the epochs of a checked state over. @throws RangeError if they are more than there are to be in all */
export function restoreCourse({ progress, trainLoss, validationLoss, bestParams }: Course, from: TrainingState): void {
  const epochsRun = from.trainLoss.length;
  if (epochsRun > trainLoss.length) {
    throw new RangeError(`epochs is the total, and ${epochsRun} of them have been run; got ${trainLoss.length}.`);
  }
  trainLoss.set(from.trainLoss);
  validationLoss.set(from.validationLoss);
  bestParams.set(from.bestParams);
  progress.epoch = epochsRun;
  progress.trainLoss = from.trainLoss[epochsRun - 1];
  progress.validationLoss = from.validationLoss[epochsRun - 1];
  progress.bestEpoch = from.bestEpoch;
}
