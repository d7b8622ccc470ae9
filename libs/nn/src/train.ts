/**
 * THE training loop: minibatch gradient descent with Adam and a validation pass after each epoch. At the end it
 * restores the weights of the epoch with the lowest validation loss, or of the last one without validation rows.
 */
import { Xoshiro128 } from '@fived/random';
import { restoreAdamState, takeAdamState, type AdamState } from './adam-state.js';
import { Course, type EpochProgress, type TrainingResult } from './course.js';
import { divergenceCheck } from './divergence.js';
import type { Engine } from './engine.js';
import { modelSeed } from './initializers.js';
import { scheduledRate, type Schedule } from './schedule.js';
import type { TrainingState } from './training-state.js';

export interface TrainOptions {
  /** The total, including those before `from`. */
  readonly epochs: number;
  /** Of every epoch; with a schedule, the peak from which it falls. */
  readonly learningRate: number;
  /** Default constant. */
  readonly schedule?: Schedule;
  /** Seed of the order in which rows are visited. */
  readonly seed: number;
  /**
   * Where an earlier training of the same network stopped, with the same rows, settings and seed. This one resumes and
   * ends as if both were one. With a schedule the total of epochs must be the same too, since every rate depends on it.
   */
  readonly from?: TrainingState<AdamState>;
  /** Called after each epoch. 'stop' ends training after this one. */
  readonly onEpoch?: (progress: Readonly<EpochProgress>) => 'stop' | undefined;
}

/**
 * Trains the engine's parameters in place on its training rows, from their present values or from an earlier state.
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

/**
 * A training in progress, one epoch at a time, so that a caller can do other work or stop between epochs. The engine
 * must be fresh (moments zero, rows in their first order), unless training resumes `from` a state.
 */
export class Training {
  private readonly course: Course;
  private readonly shuffler: Xoshiro128;
  private readonly checkFinite: (progress: Readonly<EpochProgress>) => void;

  /** @throws RangeError for options that make no sense. */
  constructor(
    private readonly engine: Engine,
    private readonly options: TrainOptions,
  ) {
    const { epochs, learningRate, seed, from } = options;
    if (!(learningRate > 0 && learningRate < Infinity)) {
      throw new RangeError(`The learning rate must be a positive number; got ${learningRate}.`);
    }
    this.course = new Course(engine, epochs);
    this.shuffler = new Xoshiro128(modelSeed(seed, 'order'));
    this.checkFinite = divergenceCheck(engine, learningRate);
    if (from === undefined) return;
    restoreAdamState(engine, this.shuffler, from);
    this.course.restore(from);
  }

  /** Of the last epoch. trainLoss is over the epoch's minibatches, each before its update. */
  get progress(): Readonly<EpochProgress> {
    return this.course.progress;
  }

  get isDone(): boolean {
    return this.course.isDone;
  }

  /**
   * Runs one epoch: every training row once, in a new order, then the validation rows.
   * @throws DivergenceError as `train` does; Error if the last epoch is over
   */
  runEpoch(): Readonly<EpochProgress> {
    const { engine, course, options } = this;
    const { progress } = course;
    const { epochs, learningRate, schedule = 'constant' } = options;
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
    progress.validationLoss = lossSum[0] / validationRowCount; // without rows 0 / 0, which is NaN
    this.checkFinite(progress);
    course.note();
    return progress;
  }

  /** Where training stands, so that another one can resume there. Not before the first epoch, nor after `finish`. */
  state(): TrainingState<AdamState> {
    return this.course.state(takeAdamState(this.engine, this.shuffler));
  }

  /** Restores the best epoch's parameters and returns what happened. */
  finish(): TrainingResult {
    return this.course.finish(this.engine.params.slice());
  }
}
