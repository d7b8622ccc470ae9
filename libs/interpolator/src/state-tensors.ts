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
  type OptimizerState,
  type StateContext,
} from '@fived/nn';
import { memberSeeds } from './member-seeds.js';
import { ENGINE_BATCH_SIZE } from './member.js';
import type { FittedModel, ModelMember } from './model.js';
import type { Tensor } from './safetensors/index.js';
import { endOf, trainingStateOf, type FitState, type TrainedMember } from './saved-fit.js';
import type { Take } from './take-tensors.js';

/** These may be infinite or NaN without harm. */
export const UNBOUNDED: ReadonlySet<string> = new Set(['state.damping', 'state.beta']);

type AdamState = Extract<OptimizerState, { readonly kind: 'adam' }>;
type SecondOrderState = Extract<OptimizerState, { readonly kind: 'levenberg-marquardt' }>;

const float32 = (shape: readonly number[], parts: readonly ArrayLike<number>[]): Tensor => ({
  dtype: 'F32',
  shape,
  data: Float32Array.from(join(parts)),
});
const float64 = (shape: readonly number[], parts: readonly ArrayLike<number>[]): Tensor => ({
  dtype: 'F64',
  shape,
  data: Float64Array.from(join(parts)),
});
const uint32 = (shape: readonly number[], parts: readonly ArrayLike<number>[]): Tensor => ({
  dtype: 'U32',
  shape,
  data: Uint32Array.from(join(parts)),
});
const join = (parts: readonly ArrayLike<number>[]): number[] => parts.flatMap((part) => Array.from(part));

/** @throws Error if a member of the model has no state */
export function stateTensors(
  { network, members, training }: FittedModel,
  state: FitState,
): ReadonlyMap<string, Tensor> {
  const find = ({ index }: Pick<ModelMember, 'index'>): TrainedMember => {
    const found = state.members.find((member) => member.index === index);
    if (found === undefined) throw new Error(`Member ${index} of the model has no state.`);
    return found;
  };
  const dropped = training.dropped.map(find);
  const states = [...members.map(find), ...dropped].map((member) => member.state);
  const { parameterCount } = network;
  const losses = dropped.map(({ history }) => history);
  const epochs = dropped.reduce((sum, { epochsRun }) => sum + epochsRun, 0);
  return new Map([
    [
      'dropped.params',
      float32(
        [dropped.length, parameterCount],
        dropped.map(({ params }) => params),
      ),
    ],
    [
      'dropped.train_loss',
      float64(
        [epochs],
        losses.map(({ trainLoss }) => trainLoss),
      ),
    ],
    [
      'dropped.validation_loss',
      float64(
        [epochs],
        losses.map(({ validationLoss }) => validationLoss),
      ),
    ],
    [
      'state.params',
      float32(
        [states.length, parameterCount],
        states.map(({ params }) => params),
      ),
    ],
    ...adamTensors(
      states.filter((one) => one.kind === 'adam'),
      parameterCount,
    ),
    ...secondOrderTensors(
      states.filter((one) => one.kind === 'levenberg-marquardt'),
      evidenceGroupCount(network),
    ),
  ]);
}

function adamTensors(states: readonly AdamState[], parameterCount: number): readonly [string, Tensor][] {
  const count = states.length;
  if (count === 0) return [];
  return [
    [
      'state.m',
      float32(
        [count, parameterCount],
        states.map(({ m }) => m),
      ),
    ],
    [
      'state.v',
      float32(
        [count, parameterCount],
        states.map(({ v }) => v),
      ),
    ],
    [
      'state.beta_powers',
      float64(
        [count, 2],
        states.map(({ betaPowers }) => betaPowers),
      ),
    ],
    [
      'state.random',
      uint32(
        [count, 4],
        states.map(({ random }) => random),
      ),
    ],
  ];
}

function secondOrderTensors(states: readonly SecondOrderState[], groups: number): readonly [string, Tensor][] {
  const count = states.length;
  if (count === 0) return [];
  const counts = states.map(({ partialEpochs, hasAllRows, stalledSteps, isStuck }) => [
    partialEpochs,
    Number(hasAllRows),
    stalledSteps,
    Number(isStuck),
  ]);
  return [
    ['state.damping', float64([count], [states.map(({ damping }) => damping)])],
    [
      'state.alpha',
      float64(
        [count, groups],
        states.map(({ evidence }) => evidence.alphas),
      ),
    ],
    ['state.beta', float64([count], [states.map(({ evidence }) => evidence.beta)])],
    ['state.determined', float64([count], [states.map(({ evidence }) => evidence.determined)])],
    ['state.counts', uint32([count, 4], counts)],
  ];
}

/**
 * The members of a model with their states, by index.
 * @param model as described by the file
 * @throws Error of one line for a state that is incomplete or contradicts itself or the model
 */
export function takeTrainedMembers(model: FittedModel, take: Take, source: string): readonly TrainedMember[] {
  const { network, settings, training } = model;
  const members = [...model.members, ...takeDropped(model, take)];
  const stateOf =
    settings.optimizer === 'adam'
      ? takeAdam(network.parameterCount, members.length, take)
      : takeSecondOrder(model, members.length, take, source);
  const trained = members.map((member, place) => ({ ...member, state: stateOf(place) }));
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
  const { parameterCount } = network;
  const epochs = dropped.reduce((sum, { epochsRun }) => sum + epochsRun, 0);
  const params = take('dropped.params', 'F32', [dropped.length, parameterCount]);
  const trainLoss = take('dropped.train_loss', 'F64', [epochs]);
  const validationLoss = take('dropped.validation_loss', 'F64', [epochs]);
  let firstEpoch = 0;
  return dropped.map((summary, place) => {
    const own = [firstEpoch, firstEpoch + summary.epochsRun] as const;
    firstEpoch += summary.epochsRun;
    return {
      ...summary,
      params: params.slice(place * parameterCount, (place + 1) * parameterCount),
      history: { trainLoss: trainLoss.slice(...own), validationLoss: validationLoss.slice(...own) },
    };
  });
}

type StateAt = (place: number) => OptimizerState;

function takeAdam(size: number, count: number, take: Take): StateAt {
  const params = take('state.params', 'F32', [count, size]);
  const m = take('state.m', 'F32', [count, size]);
  const v = take('state.v', 'F32', [count, size]);
  const betaPowers = take('state.beta_powers', 'F64', [count, 2]);
  const random = take('state.random', 'U32', [count, 4]);
  return (place) => ({
    kind: 'adam',
    params: params.slice(place * size, (place + 1) * size),
    m: m.slice(place * size, (place + 1) * size),
    v: v.slice(place * size, (place + 1) * size),
    betaPowers: betaPowers.slice(2 * place, 2 * place + 2),
    random: random.slice(4 * place, 4 * place + 4),
  });
}

function takeSecondOrder({ network }: FittedModel, count: number, take: Take, source: string): StateAt {
  const { parameterCount: size } = network;
  const groups = evidenceGroupCount(network);
  const params = take('state.params', 'F32', [count, size]);
  const damping = take('state.damping', 'F64', [count]);
  const alphas = take('state.alpha', 'F64', [count, groups]);
  const beta = take('state.beta', 'F64', [count]);
  const determined = take('state.determined', 'F64', [count]);
  const counts = take('state.counts', 'U32', [count, 4]);
  if (counts.some((value, i) => i % 2 === 1 && value > 1))
    throw new Error(`${source}: tensor "state.counts" must say 0 or 1 in its second and fourth column`);
  return (place) => {
    const [partialEpochs, hasAllRows, stalledSteps, isStuck] = counts.subarray(4 * place, 4 * place + 4);
    return {
      kind: 'levenberg-marquardt',
      params: params.slice(place * size, (place + 1) * size),
      damping: damping[place],
      evidence: {
        alphas: alphas.slice(place * groups, (place + 1) * groups),
        beta: beta[place],
        determined: determined[place],
      },
      partialEpochs,
      hasAllRows: hasAllRows !== 0,
      stalledSteps,
      isStuck: isStuck !== 0,
    };
  };
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
