/**
 * THE training loop: minibatch gradient descent with Adam, a validation pass after each epoch, and the weights of the
 * best epoch restored at the end. It is the loop that every engine runs and every benchmark measures.
 */
import { Xoshiro128 } from '@fived/random';
import { restoreAdamState, takeAdamState, type AdamState } from './adam-state.js';
import type { AdamSettings, Engine, FloatArray } from './engine.js';
import { finiteCheck } from './finite.js';
import { modelSeed } from './initializers.js';
import { scheduledRate, type Schedule } from './schedule.js';
import { restoreCourse, type TrainingState } from './training-state.js';

/** Keras's defaults for Adam, and those of the published network. */
export const adamDefaults: AdamSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** What a callback sees after each epoch. One object serves all epochs: copy what you keep. */
export interface EpochProgress {
  /** From 1. */
  epoch: number;
  /** Mean squared error over the epoch's minibatches, each before its update. */
  trainLoss: number;
  /** Mean squared error over the validation rows after the epoch; NaN without any. */
  validationLoss: number;
  bestEpoch: number;
}

export interface TrainOptions {
  /** In all, those before `from` included. */
  readonly epochs: number;
  /** Of every epoch; with a schedule the peak, from which it falls. */
  readonly learningRate: number;
  /** Default constant. */
  readonly schedule?: Schedule;
  /** Seed of the order in which rows are visited. */
  readonly seed: number;
  /**
   * Where an earlier training on the same rows stood, with the same seed, rate and network: this one goes on from there
   * and ends as if it had been one. With a schedule the total of epochs must be the same too, since every epoch's rate
   * depends on it.
   */
  readonly from?: TrainingState<AdamState>;
  /** Called after each epoch; 'stop' ends training after this one. */
  readonly onEpoch?: (progress: Readonly<EpochProgress>) => 'stop' | undefined;
}

export interface TrainingResult {
  readonly epochsRun: number;
  /**
   * The epoch, from 1, whose weights were restored: the least validation loss, the earliest if equal; without
   * validation rows the last.
   */
  readonly bestEpoch: number;
  /** Losses by epoch, epochsRun long. */
  readonly trainLoss: Float64Array;
  readonly validationLoss: Float64Array;
  /** The parameters after the last epoch; the engine itself holds those of the best one, and the last moments. */
  readonly finalParams: FloatArray;
}

/** Training left the finite numbers. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';

  constructor(
    readonly epoch: number,
    readonly learningRate: number,
    what: string,
  ) {
    super(
      `Training diverged: ${what} is not finite after epoch ${epoch} at learning rate ${learningRate}. ` +
        'Use a smaller learning rate, and check that inputs and targets are scaled.',
    );
  }
}

/**
 * A training under way, one epoch at a time, so that a caller can look, show progress or stop between epochs.
 * It starts at step 1, so the engine must be fresh: moments zero, rows in their first order. Its parameters may be any.
 * With `from` it starts there, on any engine with the same rows.
 * @throws RangeError for options that make no sense.
 */
export class Training {
  /** Of the last epoch; `epoch` is 0 before the first. */
  readonly progress: EpochProgress = { epoch: 0, trainLoss: NaN, validationLoss: NaN, bestEpoch: 0 };
  private readonly shuffler: Xoshiro128;
  private readonly bestParams: FloatArray;
  private readonly trainLoss: Float64Array;
  private readonly validationLoss: Float64Array;
  private readonly paramsAreFinite: () => boolean;
  private readonly momentsAreFinite: () => boolean;
  private bestLoss = Infinity;

  constructor(
    private readonly engine: Engine,
    private readonly options: TrainOptions,
  ) {
    checkTrainOptions(engine, options);
    this.shuffler = new Xoshiro128(modelSeed(options.seed, 'order'));
    this.bestParams = engine.params.slice();
    this.trainLoss = new Float64Array(options.epochs);
    this.validationLoss = new Float64Array(options.epochs);
    this.paramsAreFinite = finiteCheck(engine.params);
    const moments = [finiteCheck(engine.m), finiteCheck(engine.v)];
    this.momentsAreFinite = () => moments[0]() && moments[1]();
    if (options.from !== undefined) this.restore(options.from);
  }

  private restore(from: TrainingState<AdamState>): void {
    const { progress, trainLoss, validationLoss, bestParams } = this;
    restoreAdamState(this.engine, this.shuffler, from);
    restoreCourse({ progress, trainLoss, validationLoss, bestParams }, from);
    this.bestLoss = from.validationLoss[from.bestEpoch - 1];
  }

  get isDone(): boolean {
    return this.progress.epoch >= this.options.epochs;
  }

  /**
   * Every training row once, in a new order, then the validation rows.
   * @throws DivergenceError if a loss, a parameter or a moment is not finite at the end of the epoch; Error if the last
   * epoch is over
   */
  runEpoch(): Readonly<EpochProgress> {
    const { engine, progress } = this;
    const { epochs, learningRate, schedule = 'constant' } = this.options;
    if (this.isDone) throw new Error(`All ${epochs} epochs of this training are over: call finish.`);
    const { order, lossSum, epochLossSum, batchSize, trainingRowCount, validationRowCount } = engine;

    engine.learningRate[0] = scheduledRate(schedule, learningRate, progress.epoch + 1, epochs);
    this.shuffler.shuffle(order);
    epochLossSum[0] = 0;
    for (let first = 0; first < trainingRowCount; first += batchSize) {
      engine.load(first, Math.min(batchSize, trainingRowCount - first));
      engine.forward();
      engine.backward();
      engine.step();
    }
    engine.evaluate();

    progress.epoch++;
    progress.trainLoss = epochLossSum[0] / trainingRowCount;
    progress.validationLoss = lossSum[0] / validationRowCount; // 0 / 0 is NaN: no rows, no loss
    this.checkFinite();
    this.trainLoss[progress.epoch - 1] = progress.trainLoss;
    this.validationLoss[progress.epoch - 1] = progress.validationLoss;

    if (progress.validationLoss < this.bestLoss || validationRowCount === 0) {
      this.bestLoss = progress.validationLoss;
      progress.bestEpoch = progress.epoch;
      this.bestParams.set(engine.params);
    }
    return progress;
  }

  /** The losses alone would not tell: they can stay finite while second moments have overflowed. */
  private checkFinite(): void {
    const { epoch, trainLoss, validationLoss } = this.progress;
    const culprit = !Number.isFinite(trainLoss)
      ? 'the training loss'
      : this.engine.validationRowCount > 0 && !Number.isFinite(validationLoss)
        ? 'the validation loss'
        : !this.paramsAreFinite()
          ? 'a parameter'
          : !this.momentsAreFinite()
            ? "one of Adam's moments"
            : undefined;
    if (culprit !== undefined) throw new DivergenceError(epoch, this.options.learningRate, culprit);
  }

  /**
   * Where training stands, for another one to go on from. Not before the first epoch, nor after `finish`, which changes
   * the parameters.
   */
  state(): TrainingState<AdamState> {
    const { epoch, bestEpoch } = this.progress;
    return {
      trainLoss: this.trainLoss.slice(0, epoch),
      validationLoss: this.validationLoss.slice(0, epoch),
      bestEpoch,
      bestParams: this.bestParams.slice(),
      optimizer: takeAdamState(this.engine, this.shuffler),
    };
  }

  /** Restores the best epoch's parameters and says what happened. */
  finish(): TrainingResult {
    const { epoch, bestEpoch } = this.progress;
    const finalParams = this.engine.params.slice();
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

/**
 * Trains the engine's parameters in place, from what they are or from an earlier state, on the engine's training rows.
 * @throws RangeError for options that make no sense.
 * @throws DivergenceError if a loss, a parameter or a moment is not finite at the end of an epoch.
 */
export function train(engine: Engine, options: TrainOptions): TrainingResult {
  const training = new Training(engine, options);
  while (!training.isDone) {
    const progress = training.runEpoch();
    if (options.onEpoch?.(progress) === 'stop') break;
  }
  return training.finish();
}

function checkTrainOptions(engine: Engine, { epochs, learningRate }: TrainOptions): void {
  if (!Number.isSafeInteger(epochs) || epochs < 1) {
    throw new RangeError(`epochs must be a whole number of at least 1; got ${epochs}.`);
  }
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(`The learning rate must be a positive number; got ${learningRate}.`);
  }
  if (engine.trainingRowCount === 0) throw new RangeError('There are no training rows.');
}
