/**
 * What Adam and the training loop carry from one epoch to the next: how to copy it out of an engine and back into one.
 *
 * beta1^t, beta2^t and the random state could be recomputed instead of stored. Restoring does recompute them, to prove
 * that a state belongs to this seed and these rows.
 */
import type { Xoshiro128 } from '@fived/random';
import type { Engine, FloatArray } from './engine.js';
import { allFinite, checkCourse, must, type StateContext, type TrainingState } from './training-state.js';

export interface AdamState {
  readonly kind: 'adam';
  /** After the last epoch, like every field here. */
  readonly params: FloatArray;
  /** First and second moments. */
  readonly m: FloatArray;
  readonly v: FloatArray;
  /** beta1^t and beta2^t after t steps, as running products. */
  readonly betaPowers: Float64Array;
  /** Four words: the state of the xoshiro128++ stream that shuffles the rows. */
  readonly random: Uint32Array;
}

export function takeAdamState({ params, m, v, betaPowers }: Engine, shuffler: Xoshiro128): AdamState {
  return {
    kind: 'adam',
    params: params.slice(),
    m: m.slice(),
    v: v.slice(),
    betaPowers: betaPowers.slice(),
    random: shuffler.getState(),
  };
}

/**
 * Restores a state to an engine, whatever that engine was trained on before. The order of the rows and the shuffler,
 * which must be at its beginning, move to where they were then.
 * @throws RangeError for a state that no such training can have reached
 */
export function restoreAdamState(engine: Engine, shuffler: Xoshiro128, state: TrainingState<AdamState>): void {
  checkAdamState(state, engine);
  const { params, m, v, betaPowers, random } = state.optimizer;
  const { beta1, beta2 } = engine.adam;
  const steps = stepsOf(state, engine);
  must(betaPowers[0] === runningPower(beta1, steps) && betaPowers[1] === runningPower(beta2, steps), notOf(steps));
  const { order } = engine;
  for (let row = 0; row < order.length; row++) order[row] = row;
  for (let epoch = 0; epoch < state.trainLoss.length; epoch++) shuffler.shuffle(order);
  must(
    shuffler.getState().join() === random.join(),
    `its random state is not that of the seed after ${state.trainLoss.length} epochs`,
  );
  engine.params.set(params);
  engine.m.set(m);
  engine.v.set(v);
  engine.betaPowers.set(betaPowers);
}

/**
 * Checks all that can be checked quickly and without the rows, whatever the state claims. It checks the beta powers
 * only roughly, and not that the random state follows from the seed; `restoreAdamState` checks both exactly.
 * @throws RangeError that says what is wrong with the state
 */
export function checkAdamState(state: TrainingState<AdamState>, context: StateContext): void {
  checkCourse(state, context);
  const { m, v, betaPowers, random } = state.optimizer;
  const { network, adam } = context;
  const size = network.parameterCount;
  must(m.length === size && v.length === size, `there are ${m.length} and ${v.length} moments for ${size} parameters`);
  must(allFinite(m) && allFinite(v), 'a moment is not finite');
  must(
    v.every((value) => value >= 0),
    'a second moment is negative',
  );
  must(
    random.length === 4 && random.some((word) => word !== 0),
    'its random state is not four words, or all of them are zero',
  );
  const steps = stepsOf(state, context);
  must(
    betaPowers.length === 2 && isNear(betaPowers[0], adam.beta1 ** steps) && isNear(betaPowers[1], adam.beta2 ** steps),
    notOf(steps),
  );
}

const stepsOf = (
  { trainLoss }: TrainingState,
  { trainingRowCount, batchSize }: Pick<StateContext, 'trainingRowCount' | 'batchSize'>,
): number => trainLoss.length * Math.ceil(trainingRowCount / batchSize);

const notOf = (steps: number): string => `beta1^t and beta2^t are not those of ${steps} steps`;

/** A running product is off by about 1e-16 a step. After a million steps it is almost zero. */
const isNear = (value: number, power: number): boolean => Math.abs(value - power) <= 1e-6 * power + 1e-300;

/**
 * The same product as in the engines. It reaches a fixed point near zero, so this ends soon for any number of steps.
 */
function runningPower(beta: number, steps: number): number {
  let power = 1;
  for (let step = 0; step < steps && power !== power * beta; step++) power *= beta;
  return power;
}
