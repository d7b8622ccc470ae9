/**
 * The course of a training: its losses by epoch, and the parameters of its best epoch. Both trainers (Adam and
 * Levenberg-Marquardt) use it.
 */
import type { Engine, FloatArray } from './engine.js';
import type { OptimizerParams, TrainingState } from './training-state.js';

/** What a callback sees after each epoch. One object serves all epochs: copy what you keep. */
export interface EpochProgress {
  /** From 1; 0 before the first. */
  epoch: number;
  /** Mean squared error. The code that computes it says over which rows, and when in the epoch. */
  trainLoss: number;
  /** Mean squared error over the validation rows after the epoch; NaN without any. */
  validationLoss: number;
  bestEpoch: number;
}

export interface TrainingResult {
  readonly epochsRun: number;
  /**
   * The epoch with the lowest validation loss, the earliest of equals. Without validation rows it is the last epoch.
   */
  readonly bestEpoch: number;
  /** Losses by epoch, epochsRun long. */
  readonly trainLoss: Float64Array;
  readonly validationLoss: Float64Array;
  /** The parameters after the last epoch. (The engine itself holds those of the best epoch, and the last moments.) */
  readonly finalParams: FloatArray;
}

/** Losses of all epochs are kept: 160 MB of this many. */
export const MOST_EPOCHS = 10_000_000;

export class Course {
  readonly progress: EpochProgress = { epoch: 0, trainLoss: NaN, validationLoss: NaN, bestEpoch: 0 };
  private readonly trainLoss: Float64Array;
  private readonly validationLoss: Float64Array;
  private readonly bestParams: FloatArray;
  private bestLoss = Infinity;

  /**
   * @param epochs the maximum number of epochs
   * @throws RangeError if that is not a whole number from 1 to 10 million, or the engine has no training rows
   */
  constructor(
    private readonly engine: Engine,
    readonly epochs: number,
  ) {
    if (!Number.isSafeInteger(epochs) || epochs < 1 || epochs > MOST_EPOCHS) {
      throw new RangeError(`epochs must be a whole number from 1 to ${MOST_EPOCHS}; got ${epochs}.`);
    }
    if (engine.trainingRowCount === 0) throw new RangeError('There are no training rows.');
    this.trainLoss = new Float64Array(epochs);
    this.validationLoss = new Float64Array(epochs);
    this.bestParams = engine.params.slice();
  }

  get isDone(): boolean {
    return this.progress.epoch >= this.epochs;
  }

  /** Records the epoch described by `progress`, and keeps the engine's parameters if it is the best so far. */
  note(): void {
    const { engine, progress } = this;
    this.trainLoss[progress.epoch - 1] = progress.trainLoss;
    this.validationLoss[progress.epoch - 1] = progress.validationLoss;
    if (progress.validationLoss < this.bestLoss || engine.validationRowCount === 0) {
      this.bestLoss = progress.validationLoss;
      progress.bestEpoch = progress.epoch;
      this.bestParams.set(engine.params);
    }
  }

  /** A copy of the course and the optimizer's state, from which a training can resume. Not before the first epoch. */
  state<Optimizer extends OptimizerParams>(optimizer: Optimizer): TrainingState<Optimizer> {
    const { epoch, bestEpoch } = this.progress;
    return {
      trainLoss: this.trainLoss.slice(0, epoch),
      validationLoss: this.validationLoss.slice(0, epoch),
      bestEpoch,
      bestParams: this.bestParams.slice(),
      optimizer,
    };
  }

  /** Takes over the epochs of a checked state. @throws RangeError if it has more epochs than this training may run */
  restore({ trainLoss, validationLoss, bestEpoch, bestParams }: TrainingState): void {
    const { progress } = this;
    const epoch = trainLoss.length;
    if (epoch > this.epochs) {
      throw new RangeError(`epochs is the total, and ${epoch} of them have been run; got ${this.epochs}.`);
    }
    this.trainLoss.set(trainLoss);
    this.validationLoss.set(validationLoss);
    this.bestParams.set(bestParams);
    this.bestLoss = validationLoss[bestEpoch - 1];
    progress.epoch = epoch;
    progress.trainLoss = trainLoss[epoch - 1];
    progress.validationLoss = validationLoss[epoch - 1];
    progress.bestEpoch = bestEpoch;
  }

  /** Puts the best epoch's parameters into the engine and says what happened. */
  finish(finalParams: FloatArray): TrainingResult {
    const { epoch, bestEpoch } = this.progress;
    this.engine.params.set(this.bestParams);
    return {
      epochsRun: epoch,
      bestEpoch,
      trainLoss: this.trainLoss.subarray(0, epoch),
      validationLoss: this.validationLoss.subarray(0, epoch),
      finalParams,
    };
  }
}
