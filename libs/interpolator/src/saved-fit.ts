/** A fit that can go on: its model, and where the training of each member stands. */
import type { OptimizerState, TrainingState } from '@fived/nn';
import type { FittedModel, MemberSummary, ModelMember } from './model.js';
import type { Settings } from './settings.js';

/** A member whose training can go on. */
export interface TrainedMember extends ModelMember {
  /** After its last epoch. */
  readonly state: OptimizerState;
}

export interface FitState {
  /** Of the rows that were given to the fit (`rows-hash.ts`). */
  readonly rowsSha256: string;
  /** All that were trained, those that the model leaves out too, by index. */
  readonly members: readonly TrainedMember[];
}

export interface SavedFit {
  readonly model: FittedModel;
  readonly state: FitState;
}

/** As @fived/nn takes it. */
export function trainingStateOf({ history, bestEpoch, params, state }: TrainedMember): TrainingState {
  return {
    ...history,
    bestEpoch,
    bestParams: params,
    optimizer: state,
  };
}

/**
 * Patience counts from the best epoch. Where levenberg-marquardt begins with a part of the rows, it counts from the
 * last of those steps at the earliest: what they reach says nothing of what all the rows will.
 */
export function isOutOfPatience(epoch: number, bestEpoch: number, partialEpochs: number, patience: number): boolean {
  return patience > 0 && epoch - Math.max(bestEpoch, partialEpochs) >= patience;
}

type Standing = Pick<TrainedMember, 'epochsRun' | 'bestEpoch' | 'state'>;

/** What has ended a training with these settings; 'caller' if there is more to do. */
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
