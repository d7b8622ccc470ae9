/**
 * The training of one member of a fit, from plain data to plain data. It can run in any thread, since its result
 * depends on nothing but the job.
 *
 * It ends after all epochs, or when levenberg-marquardt finds no better step, or when patience runs out: after
 * `patience` epochs without a lower validation loss (`saved-fit.ts` has the exact rule).
 */
import { adamDefaults, createAutoEngine, glorotUniform, LevenbergMarquardt, Training } from '@fived/nn';
import type {
  AdamState,
  Engine,
  EngineFactory,
  EpochProgress,
  LevenbergMarquardtState,
  TrainingState,
} from '@fived/nn';
import type { PreparedFit } from './prepare-fit.js';
import { endOf, isOutOfPatience, trainingStateOf, type TrainedMember } from './saved-fit.js';
import { ENGINE_BATCH_SIZE } from '../settings.js';

export interface EngineChoice {
  /** Makes a float32 engine. Default `createAutoEngine` of @fived/nn. */
  readonly createEngine?: EngineFactory;
}

/** Everything that the training of a member needs. It is plain data: `structuredClone` and `postMessage` accept it. */
export interface MemberJob extends Pick<
  PreparedFit,
  'network' | 'settings' | 'training' | 'validation' | 'isConstant'
> {
  /** Which member of the fit, from 0. */
  readonly index: number;
  readonly seed: number;
  /** The member as an earlier fit left it, if its training resumes. */
  readonly earlier?: TrainedMember;
}

export interface FitProgress extends Readonly<EpochProgress> {
  /** The member that is being trained, from 0; and how many there are. */
  readonly member: number;
  readonly members: number;
}

export interface TrainMemberOptions extends EngineChoice {
  /** Called after each epoch. 'stop' ends the training, which keeps the best weights so far. */
  readonly onEpoch?: (progress: FitProgress) => 'stop' | undefined;
}

/** The jobs of all members, in order. */
export function memberJobs(prepared: PreparedFit): readonly MemberJob[] {
  const { network, settings, training, validation, isConstant, memberSeeds, earlier } = prepared;
  return memberSeeds.map((seed, index) => ({
    index,
    seed,
    network,
    settings,
    training,
    validation,
    isConstant,
    earlier: earlier.find((member) => member.index === index),
  }));
}

/** A training in progress, one epoch at a time, so that a caller can show progress and listen for Ctrl-C in between. */
export class MemberTraining {
  private readonly training: Training | LevenbergMarquardt;
  private readonly engine: Engine;

  /**
   * Builds the network, with its initial weights or as an earlier fit left it. @throws RangeError for a state that no
   * fit can have left
   */
  constructor(
    private readonly job: MemberJob,
    { createEngine = createAutoEngine }: EngineChoice = {},
  ) {
    const { network, settings, seed, training, validation } = job;
    const batchSize = settings.optimizer === 'adam' ? settings.batchSize : ENGINE_BATCH_SIZE;
    this.engine = createEngine({ network, batchSize, adam: adamDefaults, training, validation });
    initialise(this.engine, job);
    const from = earlierState(job);
    const { epochs } = settings;
    this.training =
      settings.optimizer === 'adam'
        ? new Training(this.engine, {
            epochs,
            seed,
            learningRate: settings.learningRate,
            schedule: settings.schedule,
            from: from as TrainingState<AdamState> | undefined,
          })
        : new LevenbergMarquardt(this.engine, training, {
            epochs,
            seed,
            from: from as TrainingState<LevenbergMarquardtState> | undefined,
          });
  }

  /** Whether nothing is left to do. If it resumes an earlier fit, this may be so from the start. */
  get isDone(): boolean {
    const { epoch, bestEpoch } = this.training.progress;
    const partialEpochs = this.training instanceof LevenbergMarquardt ? this.training.partialEpochs : 0;
    return this.training.isDone || isOutOfPatience(epoch, bestEpoch, partialEpochs, this.job.settings.patience);
  }

  /**
   * Runs one more epoch. @throws Error (with Adam DivergenceError of @fived/nn) if training leaves the finite numbers
   */
  runEpoch(): FitProgress {
    const progress = this.training.runEpoch();
    if (!Number.isFinite(progress.validationLoss)) {
      throw new Error(
        `The validation loss is not finite after epoch ${progress.epoch}: ` +
          'a validation row is too far from the training rows to compute with.',
      );
    }
    return { ...progress, member: this.job.index, members: this.job.settings.members };
  }

  /**
   * The result so far: the weights of the best epoch, even before training is over, and everything needed to resume
   * later. No epoch may follow.
   * @throws Error before the first epoch
   */
  finish(): TrainedMember {
    if (this.training.progress.epoch === 0) throw new Error('No epoch has been run: call runEpoch first.');
    const { optimizer: state } = this.training.state();
    const { epochsRun, bestEpoch, trainLoss, validationLoss } = this.training.finish();
    const { index, seed, settings } = this.job;
    this.engine.close?.();
    return {
      index,
      seed,
      validationLoss: validationLoss[bestEpoch - 1],
      bestEpoch,
      epochsRun,
      stoppedBy: endOf({ epochsRun, bestEpoch, state }, settings),
      params: Float32Array.from(this.engine.params),
      history: { trainLoss: trainLoss.slice(), validationLoss: validationLoss.slice() },
      state,
    };
  }
}

/** @throws RangeError if the member was trained with another optimizer */
function earlierState({ earlier, settings: { optimizer } }: MemberJob): TrainingState | undefined {
  if (earlier === undefined) return undefined;
  const { kind } = earlier.state;
  if (kind !== optimizer)
    throw new RangeError(`Member ${earlier.index} was trained with ${kind}: it cannot go on with ${optimizer}.`);
  return trainingStateOf(earlier);
}

/** Glorot-uniform weights, except those that could only add noise. */
function initialise({ params }: Engine, { network, seed, isConstant }: MemberJob): void {
  glorotUniform(network, seed, params);
  // A feature that never varied gets no gradient either. With weights of zero it never has an effect.
  const [first] = network.layers;
  isConstant.features.forEach((never, feature) => {
    const start = first.weightOffset + feature * first.fanOut;
    if (never) params.fill(0, start, start + first.fanOut);
  });
  // Likewise, a constant target is met exactly from the start, and stays so.
  if (isConstant.target) params.fill(0, network.layers[network.layers.length - 1].weightOffset);
}

/**
 * Trains one member to its end. A member that reached its end before stays unchanged. Throws as `MemberTraining` does.
 */
export function trainMember(job: MemberJob, { createEngine, onEpoch }: TrainMemberOptions = {}): TrainedMember {
  const training = new MemberTraining(job, { createEngine });
  while (!training.isDone) {
    const progress = training.runEpoch();
    if (onEpoch?.(progress) === 'stop') break;
  }
  return training.finish();
}
