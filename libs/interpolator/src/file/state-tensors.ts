/**
 * Where the training of each member stands, as tensors of a model file, and back. "trained" counts the members and,
 * after them, those that the model leaves out, each in the order of the metadata.
 *
 *     dropped.params                        (dropped, parameters) float32: of the best epoch, in the network's layout
 *     dropped.train_loss, .validation_loss  (sum of their epochs run) float64
 *     state.params                          (trained, parameters) float32: after the last epoch
 *
 *     with adam
 *     state.m, .v                           (trained, parameters) float32: moments
 *     state.beta_powers                     (trained, 2) float64: beta1^t and beta2^t, as running products
 *     state.random                          (trained, 4) uint32: the xoshiro128++ stream that shuffles the rows
 *
 *     with levenberg-marquardt
 *     state.damping, .beta, .determined     (trained) float64; the first two need not be finite
 *     state.alpha                           (trained, groups of parameters) float64
 *     state.counts                          (trained, 4) uint32: epochs on part of the rows; 1 if the next takes
 *                                           all; stalled steps; 1 if no step improves anything any more
 *
 * Three values follow from the others and are not stored: the step t is epochs run times minibatches an epoch, the best
 * loss is that of the best epoch, and the order of the rows follows from seed and epochs.
 */
import {
  adamDefaults,
  checkAdamState,
  checkLevenbergMarquardtState,
  evidenceGroupCount,
  type Network,
  type OptimizerState,
  type StateContext,
} from '@fived/nn';
import { ENGINE_BATCH_SIZE, memberSeeds } from '../settings.js';
import type { FittedModel, ModelMember } from '../model.js';
import type { Tensor } from './safetensors/index.js';
import { endOf, trainingStateOf, type FitState, type TrainedMember } from '../fit/saved-fit.js';
import { historyTensors, joined, partOf, takeHistories, type Take } from './tensors.js';

/** These may be infinite or NaN without harm. */
export const UNBOUNDED: ReadonlySet<string> = new Set(['state.damping', 'state.beta']);

type Optimizer = OptimizerState['kind'];

/** The tensors of a state, without "state.", in their order: the type, and the shape of one member's part. */
function layoutOf(
  optimizer: Optimizer,
  network: Network,
): readonly (readonly [name: string, dtype: 'F32' | 'F64' | 'U32', shape: readonly number[]])[] {
  const params = [network.parameterCount];
  return optimizer === 'adam'
    ? [
        ['params', 'F32', params],
        ['m', 'F32', params],
        ['v', 'F32', params],
        ['beta_powers', 'F64', [2]],
        ['random', 'U32', [4]],
      ]
    : [
        ['params', 'F32', params],
        ['damping', 'F64', []],
        ['alpha', 'F64', [evidenceGroupCount(network)]],
        ['beta', 'F64', []],
        ['determined', 'F64', []],
        ['counts', 'U32', [4]],
      ];
}

/** A member's parts, by name. */
type Parts = Readonly<Record<string, ArrayLike<number>>>;

function partsOf(state: OptimizerState): Parts {
  if (state.kind === 'adam') {
    const { params, m, v, betaPowers, random } = state;
    return { params, m, v, beta_powers: betaPowers, random };
  }
  const { params, damping, evidence, partialEpochs, hasAllRows, stalledSteps, isStuck } = state;
  return {
    params,
    damping: [damping],
    alpha: evidence.alphas,
    beta: [evidence.beta],
    determined: [evidence.determined],
    counts: [partialEpochs, Number(hasAllRows), stalledSteps, Number(isStuck)],
  };
}

function stateOf(optimizer: Optimizer, parts: Parts): OptimizerState {
  const params = Float32Array.from(parts['params']);
  if (optimizer === 'adam') {
    return {
      kind: 'adam',
      params,
      m: Float32Array.from(parts['m']),
      v: Float32Array.from(parts['v']),
      betaPowers: Float64Array.from(parts['beta_powers']),
      random: Uint32Array.from(parts['random']),
    };
  }
  const [partialEpochs, hasAllRows, stalledSteps, isStuck] = Array.from(parts['counts']);
  return {
    kind: 'levenberg-marquardt',
    params,
    damping: parts['damping'][0],
    evidence: {
      alphas: Float64Array.from(parts['alpha']),
      beta: parts['beta'][0],
      determined: parts['determined'][0],
    },
    partialEpochs,
    hasAllRows: hasAllRows !== 0,
    stalledSteps,
    isStuck: isStuck !== 0,
  };
}

/** @throws Error if a member of the model has no state */
export function stateTensors(
  { network, members, training, settings }: FittedModel,
  state: FitState,
): ReadonlyMap<string, Tensor> {
  const find = ({ index }: Pick<ModelMember, 'index'>): TrainedMember => {
    const found = state.members.find((member) => member.index === index);
    if (found === undefined) throw new Error(`Member ${index} of the model has no state.`);
    return found;
  };
  const dropped = training.dropped.map(find);
  const parts = [...members.map(find), ...dropped].map((member) => partsOf(member.state));
  const droppedParams = dropped.map(({ params }) => params);
  return new Map([
    ['dropped.params', joined('F32', [dropped.length, network.parameterCount], droppedParams)],
    ...historyTensors(
      'dropped',
      dropped.map(({ history }) => history),
    ),
    ...layoutOf(settings.optimizer, network).map(([name, dtype, shape]): [string, Tensor] => [
      `state.${name}`,
      joined(
        dtype,
        [parts.length, ...shape],
        parts.map((part) => part[name]),
      ),
    ]),
  ]);
}

/**
 * The members of a model with their states, by index.
 * @param model as described by the file
 * @throws Error of one line for a state that is incomplete or contradicts itself or the model
 */
export function takeTrainedMembers(model: FittedModel, take: Take, source: string): readonly TrainedMember[] {
  const { network, settings, training } = model;
  const members = [...model.members, ...takeDropped(model, take)];
  const states = takeStates(model, members.length, take, source);
  const trained = members.map((member, place) => ({ ...member, state: states[place] }));
  const context: StateContext = {
    network,
    batchSize: settings.optimizer === 'adam' ? settings.batchSize : ENGINE_BATCH_SIZE,
    adam: adamDefaults,
    trainingRowCount: training.rowCounts.training,
    validationRowCount: training.rowCounts.validation,
  };
  const seeds = memberSeeds(settings.seed, settings.members);
  for (const member of trained) {
    try {
      checkMember(member, seeds[member.index], model, context);
    } catch (error) {
      throw new Error(`${source}: member ${member.index}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
  return trained.sort((a, b) => a.index - b.index);
}

function takeDropped({ network, training: { dropped } }: FittedModel, take: Take): readonly ModelMember[] {
  const params = take('dropped.params', 'F32', [dropped.length, network.parameterCount]);
  const histories = takeHistories('dropped', dropped, take);
  return dropped.map((summary, place) => ({
    ...summary,
    params: partOf(params, place, dropped.length).slice(),
    history: histories[place],
  }));
}

/** The states of `count` members, by place. */
function takeStates({ network, settings }: FittedModel, count: number, take: Take, source: string): OptimizerState[] {
  const whole = layoutOf(settings.optimizer, network).map(
    ([name, dtype, shape]) => [name, take(`state.${name}`, dtype, [count, ...shape])] as const,
  );
  if (Object.fromEntries(whole)['counts']?.some((value, i) => i % 2 === 1 && value > 1))
    throw new Error(`${source}: tensor "state.counts" must say 0 or 1 in its second and fourth column`);
  return Array.from({ length: count }, (_, place) => {
    const parts = whole.map(([name, data]) => [name, partOf(data, place, count)] as const);
    return stateOf(settings.optimizer, Object.fromEntries(parts));
  });
}

/** @throws RangeError that says what is wrong with the state */
function checkMember(member: TrainedMember, seed: number, { settings }: FittedModel, context: StateContext): void {
  const { state, history, bestEpoch, validationLoss, stoppedBy } = member;
  const training = trainingStateOf(member);
  if (state.kind === 'adam') checkAdamState({ ...training, optimizer: state }, context);
  else checkLevenbergMarquardtState({ ...training, optimizer: state }, context);
  if (history.validationLoss[bestEpoch - 1] !== validationLoss) {
    throw new RangeError(
      `its validationLoss is ${validationLoss}, but that of its best epoch is ${history.validationLoss[bestEpoch - 1]}`,
    );
  }
  if (member.epochsRun > settings.epochs)
    throw new RangeError(`it ran ${member.epochsRun} epochs of ${settings.epochs}`);
  const end = endOf(member, settings);
  if (stoppedBy !== end) throw new RangeError(`its stoppedBy is ${stoppedBy}, but by its state it must be ${end}`);
  if (member.seed !== seed) throw new RangeError(`its seed is ${member.seed}, but that of the fit makes it ${seed}`);
}
