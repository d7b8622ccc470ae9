/**
 * From trained members to a model. Members that ended in a bad minimum are left out, the validation rows tell how
 * uncertain the mean of the others is, and all three sets judge it.
 */
import { createAutoEngine } from '@fived/nn';
import { judge, type JudgedSet } from '../predict/judge.js';
import type { EngineChoice } from './member.js';
import { currentVersions, summaryOf, type FittedModel, type ModelMember } from '../model.js';
import { createEnsemble, createPredictor, outputsFor, withBand, type Predictor } from '../predict/predictor.js';
import { bySet, type BySet } from './split-table.js';
import type { PreparedFit } from './prepare-fit.js';
import { endOf, type FitState, type TrainedMember } from './saved-fit.js';
import { calibrate } from '../predict/uncertainty.js';

/** The result of a fit. */
export interface Fitted {
  readonly model: FittedModel;
  readonly sets: BySet<JudgedSet>;
  readonly predictor: Predictor;
  /** All trained members by index, including those that the model leaves out. */
  readonly members: readonly ModelMember[];
  /** What a later fit needs to resume; undefined if a member came without its own state. */
  readonly state: FitState | undefined;
}

/**
 * A member is left out if its validation loss is more than this many times the best one's. Levenberg-Marquardt ends in
 * either a good or a bad minimum. Members trained with Adam differ by the chance of their minibatches. The mean of two
 * independent errors has (1 + ratio) / 4 of the better one's square, which is a gain for ratios below 3
 * (docs/decisions/0011-second-order-training.md).
 */
const WORST_RATIO = { 'levenberg-marquardt': 1.2, adam: 2 } as const;

/** A member without a state cannot resume. All members from `MemberTraining` have one. */
type AnyMember = ModelMember & Partial<Pick<TrainedMember, 'state'>>;

/**
 * @param members the trained ones, in any order; at least one, and not all if the fit was interrupted. If this fit
 * resumes an earlier one, members that it did not reach take part in the state in which that fit left them.
 * @throws RangeError for members that are not of this fit, and if a row is too far from the training rows to predict
 */
export function assemble(
  prepared: PreparedFit,
  members: readonly AnyMember[],
  { createEngine = createAutoEngine }: EngineChoice = {},
): Fitted {
  const trained = [...members, ...untouched(prepared, members)].sort((a, b) => a.index - b.index);
  checkMembers(prepared, trained);
  const limit =
    WORST_RATIO[prepared.settings.optimizer] *
    trained.reduce((least, { validationLoss }) => Math.min(least, validationLoss), Infinity);
  const isKept = ({ validationLoss }: ModelMember): boolean => validationLoss <= limit;
  const kept = trained
    .filter(isKept)
    .map((member) => ({ ...summaryOf(member), params: member.params, history: member.history }));
  const dropped = trained.filter((member) => !isKept(member)).map(summaryOf);

  const { network, names, settings, features, target, rows, cleaning } = prepared;
  const ensemble = createEnsemble({ network, members: kept }, createEngine);
  const x = { training: prepared.training.x, validation: prepared.validation.x, test: prepared.testFeatures };
  const outputs = bySet((set) => {
    const all = outputsFor(rows[set].length);
    ensemble(x[set], rows[set].length, all, 0);
    return all;
  });
  const residuals = prepared.targets.validation.map(
    (actual, row) => (actual - target.mean) / target.scale - outputs.validation.mean[row],
  );
  const uncertainty = calibrate(residuals, outputs.validation.variance);
  const predicting = { network, members: kept, features, target, uncertainty };
  const { metrics, sets } = judge(
    prepared,
    bySet((set) => withBand(outputs[set], predicting)),
  );
  const training = { rowCounts: bySet((set) => rows[set].length), cleaning, dropped };
  return {
    model: { versions: currentVersions, ...predicting, names, settings, training, metrics },
    sets,
    predictor: createPredictor(predicting, createEngine),
    members: trained,
    state: trained.every((member): member is TrainedMember => member.state !== undefined)
      ? { rowsSha256: prepared.rowsSha256, members: trained }
      : undefined,
  };
}

const untouched = ({ earlier, settings }: PreparedFit, members: readonly ModelMember[]): readonly TrainedMember[] =>
  earlier
    .filter(({ index }) => !members.some((member) => member.index === index))
    .map((member) => ({ ...member, stoppedBy: endOf(member, settings) }));

function checkMembers({ memberSeeds, network }: PreparedFit, members: readonly ModelMember[]): void {
  if (members.length === 0) throw new RangeError('There is no model without members: train at least one.');
  members.forEach(({ index, seed, params }, place) => {
    if (memberSeeds[index] !== seed || params.length !== network.parameterCount) {
      throw new RangeError(`Member ${index} of seed ${seed} with ${params.length} parameters is not of this fit.`);
    }
    if (place > 0 && members[place - 1].index === index) throw new RangeError(`Member ${index} is there twice.`);
  });
}
