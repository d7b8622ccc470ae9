/** What a second-order training carries from one step to the next. The order of its rows follows from the seed. */
import type { Network } from '../network.js';
import { allFinite, checkCourse, must, type StateContext, type TrainingState } from '../training-state.js';
import { FIRST_ROWS, FIRST_STEPS, STALLED_STEPS } from './limits.js';

/** What the evidence has learned (`evidence.ts`); the ridge follows from it. */
export interface EvidenceState {
  /** alpha, one value for each group of parameters. */
  readonly alphas: Float64Array;
  /** Infinite where the network meets every row exactly. */
  readonly beta: number;
  /** gamma, summed over all groups. */
  readonly determined: number;
}

export interface LevenbergMarquardtState {
  readonly kind: 'levenberg-marquardt';
  /** After the last epoch. Each value is a float32. */
  readonly params: Float32Array;
  /** NaN where the equations left the finite numbers, which no step can mend. */
  readonly damping: number;
  readonly evidence: EvidenceState;
  /** How many epochs used only part of the rows, and whether the next one uses all. */
  readonly partialEpochs: number;
  readonly hasAllRows: boolean;
  /** The number of steps in a row that hardly improved anything. */
  readonly stalledSteps: number;
  /** No step improves anything any more, so there is no next one. */
  readonly isStuck: boolean;
}

/** The number of groups with an alpha of their own: weights and biases of each layer, except the last bias. */
export function evidenceGroupCount({ layers }: Network): number {
  return 2 * layers.length - 1;
}

/** @throws RangeError that says what is wrong with the state */
export function checkLevenbergMarquardtState(
  state: TrainingState<LevenbergMarquardtState>,
  context: StateContext,
): void {
  checkCourse(state, context);
  const { damping, evidence } = state.optimizer;
  const { alphas, beta, determined } = evidence;
  const { network } = context;
  must(!(damping < 0), `a damping of ${damping}`);
  must(
    alphas.length === evidenceGroupCount(network),
    `it has ${alphas.length} alphas for ${evidenceGroupCount(network)} groups of parameters`,
  );
  must(allFinite(alphas) && alphas.every((alpha) => alpha > 0), 'an alpha is not above zero');
  must(beta > 0, `a beta of ${beta}`);
  must(
    determined > 0 && determined <= network.parameterCount,
    `${determined} determined ones of ${network.parameterCount} parameters`,
  );
  checkRows(state, context);
}

/** First come epochs on part of the rows, then epochs on all rows, then the end. */
function checkRows(
  { trainLoss, optimizer }: TrainingState<LevenbergMarquardtState>,
  { trainingRowCount }: StateContext,
): void {
  const { partialEpochs, hasAllRows, stalledSteps, isStuck } = optimizer;
  const epochs = trainLoss.length;
  const isPossible =
    trainingRowCount > FIRST_ROWS
      ? partialEpochs >= 1 && partialEpochs <= Math.min(epochs, FIRST_STEPS) && (hasAllRows || partialEpochs === epochs)
      : partialEpochs === 0 && hasAllRows;
  must(
    Number.isInteger(partialEpochs) && isPossible,
    `${partialEpochs} of ${epochs} epochs on a part of ${trainingRowCount} rows, ` +
      `then ${hasAllRows ? 'all' : 'the same'}`,
  );
  must(
    Number.isInteger(stalledSteps) && stalledSteps >= 0 && stalledSteps <= Math.min(epochs, STALLED_STEPS),
    `${stalledSteps} stalled steps in ${epochs} epochs`,
  );
  must(hasAllRows || !isStuck, 'it ended on a part of the rows');
}
