/**
 * What Adam and the loop know between two epochs, taken from an engine and put into another one.
 *
 * The running products beta1^t and beta2^t and the random state could be computed anew, and are, to prove that a state
 * belongs to the seed and the rows with which it goes on.
 */
import type { Xoshiro128 } from '@fived/random';
import type { Engine, FloatArray } from './engine.js';
import { allFinite, checkCourse, must, type StateContext, type TrainingState } from './training-state.js';

export interface AdamState {
  readonly kind: 'adam';
  /** After the last epoch; so are all of these. */
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
 * Puts a state into an engine, whatever has been trained on it before, and brings its rows and the shuffler, which must
 * be at its beginning, to where they were then.
 * @throws RangeError for a state that is not one of such a training
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
 * Checks all that can be checked without the rows and in no time, whatever the state claims: beta powers only roughly,
 * and not that the random state follows from the seed. `restoreAdamState` makes up for it.
 * @throws RangeError that says what cannot be so
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

/** A running product is off by some 1e-16 a step, and after a million steps it is next to nothing. */
const isNear = (value: number, power: number): boolean => Math.abs(value - power) <= 1e-6 * power + 1e-300;

/** As the engines have it; it ends on a fixed point near zero, so this ends soon for any number of steps. */
function runningPower(beta: number, steps: number): number {
  let power = 1;
  for (let step = 0; step < steps && power !== power * beta; step++) power *= beta;
  return power;
}
