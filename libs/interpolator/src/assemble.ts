/**
 * From trained members to a model: those that ended in a bad minimum are left out, the validation rows say how
 * uncertain the mean of the rest is, and all three sets judge it.
 */
import { createSimdEngine } from '@fived/nn';
import { createEnsemble, outputsFor, type Outputs } from './ensemble.js';
import { judge, type JudgedSet } from './judge.js';
import type { EngineChoice } from './member.js';
import { summaryOf, type FittedModel, type ModelMember } from './model.js';
import { createPredictor, withBand, type Predictor } from './predictor.js';
import { bySet, type BySet } from './prepare.js';
import type { PreparedFit } from './prepare-fit.js';
import { endOf, type FitState, type TrainedMember } from './saved-fit.js';
import { calibrate, type Uncertainty } from './uncertainty.js';

/** What a fit leaves behind. */
export interface Fitted {
  readonly model: FittedModel;
  readonly sets: BySet<JudgedSet>;
  readonly predictor: Predictor;
  /** All that were trained, those that the model leaves out too, by index. */
  readonly members: readonly ModelMember[];
  /** For the fit to go on another time; undefined if a member came without its own. */
  readonly state: FitState | undefined;
}

/**
 * A member is left out if its validation loss is more than so many times the best one's. Levenberg-Marquardt ends in a
 * good minimum or a bad one. With Adam members differ by the chance of their minibatches, and the mean of two
 * independent errors has (1 + ratio) / 4 of the better one's square: a gain below 3
 * (docs/decisions/0011-second-order-training.md).
 */
const WORST_RATIO = { 'levenberg-marquardt': 1.2, adam: 2 } as const;

/** A member without a state cannot go on; all that `MemberTraining` gives have one. */
type AnyMember = ModelMember & Partial<Pick<TrainedMember, 'state'>>;

/**
 * @param members those that were trained, in any order; at least one, not all if the fit was interrupted. Those of an
 * earlier fit that this one was to go on with, and did not come to, take part as they were left
 * @throws RangeError for members that are not of this fit, and if a row is too far from the training rows to predict
 */
export function assemble(
  prepared: PreparedFit,
  members: readonly AnyMember[],
  { createEngine = createSimdEngine }: EngineChoice = {},
): Fitted {
  const trained = [...members, ...untouched(prepared, members)].sort((a, b) => a.index - b.index);
  checkMembers(prepared, trained);
  const limit =
    WORST_RATIO[prepared.settings.optimizer] *
    trained.reduce((least, { validationLoss }) => Math.min(least, validationLoss), Infinity);
  const isKept = ({ validationLoss }: ModelMember): boolean => validationLoss <= limit;
  const kept = trained.filter(isKept).map(withoutState);
  const dropped = trained.filter((member) => !isKept(member)).map(summaryOf);

  const { network, names, settings, features, target, rows, cleaning } = prepared;
  const ensemble = createEnsemble({ network, members: kept }, createEngine);
  const x = { training: prepared.training.x, validation: prepared.validation.x, test: prepared.testFeatures };
  const outputs = bySet((set) => {
    const all = outputsFor(rows[set].length);
    ensemble(x[set], rows[set].length, all, 0);
    return all;
  });
  const uncertainty = uncertaintyOf(prepared, outputs.validation);
  const predicting = { network, members: kept, features, target, uncertainty };
  const { metrics, sets } = judge(
    prepared,
    bySet((set) => withBand(outputs[set], predicting)),
  );
  const training = { rowCounts: bySet((set) => rows[set].length), cleaning, dropped };
  return {
    model: { ...predicting, names, settings, training, metrics },
    sets,
    predictor: createPredictor(predicting, createEngine),
    members: trained,
    state: trained.every(canGoOn) ? { rowsSha256: prepared.rowsSha256, members: trained } : undefined,
  };
}

const canGoOn = (member: AnyMember): member is TrainedMember => member.state !== undefined;

const withoutState = (member: AnyMember): ModelMember => ({
  ...summaryOf(member),
  params: member.params,
  history: member.history,
});

const untouched = ({ earlier, settings }: PreparedFit, members: readonly ModelMember[]): readonly TrainedMember[] =>
  earlier
    .filter(({ index }) => !members.some((member) => member.index === index))
    .map((member) => ({ ...member, stoppedBy: endOf(member, settings) }));

function uncertaintyOf({ targets, target }: PreparedFit, { mean, variance }: Outputs): Uncertainty {
  const residuals = targets.validation.map((actual, row) => (actual - target.mean) / target.scale - mean[row]);
  return calibrate(residuals, variance);
}

function checkMembers({ memberSeeds, network }: PreparedFit, members: readonly ModelMember[]): void {
  if (members.length === 0) throw new RangeError('There is no model without members: train at least one.');
  members.forEach(({ index, seed, params }, place) => {
    if (memberSeeds[index] !== seed || params.length !== network.parameterCount) {
      throw new RangeError(`Member ${index} of seed ${seed} with ${params.length} parameters is not of this fit.`);
    }
    if (place > 0 && members[place - 1].index === index) throw new RangeError(`Member ${index} is there twice.`);
  });
}
