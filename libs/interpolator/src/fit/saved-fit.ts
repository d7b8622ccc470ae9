/** A fit that can resume: its model, and where the training of each member stands. */
import type { OptimizerState, TrainingState } from '@fived/nn';
import type { FittedModel, MemberSummary, ModelMember } from '../model.js';
import type { Settings } from '../settings.js';

/** A member whose training can resume. */
export interface TrainedMember extends ModelMember {
  /** After its last epoch. */
  readonly state: OptimizerState;
}

export interface FitState {
  /** The hash of the rows given to the fit (`hashes.ts`). */
  readonly rowsSha256: string;
  /** All trained members by index, including those that the model leaves out. */
  readonly members: readonly TrainedMember[];
}

export interface SavedFit {
  readonly model: FittedModel;
  readonly state: FitState;
}

/** In the form that @fived/nn takes. */
export function trainingStateOf({ history, bestEpoch, params, state }: TrainedMember): TrainingState {
  return {
    ...history,
    bestEpoch,
    bestParams: params,
    optimizer: state,
  };
}

/**
 * Patience counts from the best epoch. If levenberg-marquardt begins with part of the rows, it counts from the last of
 * those steps at the earliest, because their results do not predict those of all rows.
 */
export function isOutOfPatience(epoch: number, bestEpoch: number, partialEpochs: number, patience: number): boolean {
  return patience > 0 && epoch - Math.max(bestEpoch, partialEpochs) >= patience;
}

type Standing = Pick<TrainedMember, 'epochsRun' | 'bestEpoch' | 'state'>;

/** What has ended a training with these settings; 'caller' if more could be done. */
export function endOf(
  { epochsRun, bestEpoch, state }: Standing,
  { epochs, patience }: Settings,
): MemberSummary['stoppedBy'] {
  if (epochsRun >= epochs) return 'epochs';
  const isSecondOrder = state.kind === 'levenberg-marquardt';
  if (isSecondOrder && state.isStuck) return 'converged';
  return isOutOfPatience(epochsRun, bestEpoch, isSecondOrder ? state.partialEpochs : 0, patience)
    ? 'patience'
    : 'caller';
}
