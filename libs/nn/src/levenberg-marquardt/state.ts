/** What a second-order training knows between two steps. The order of its rows follows from the seed. */
import type { Network } from '../network.js';
import { allFinite, checkCourse, must, type StateContext, type TrainingState } from '../training-state.js';
import { FIRST_ROWS, FIRST_STEPS, STALLED_STEPS } from './limits.js';

/** What the evidence has learned (`evidence.ts`); the ridge follows from it. */
export interface EvidenceState {
  /** alpha, a value a group of parameters. */
  readonly alphas: Float64Array;
  /** Infinite where rows are met exactly. */
  readonly beta: number;
  /** gamma of all groups together. */
  readonly determined: number;
}

export interface LevenbergMarquardtState {
  readonly kind: 'levenberg-marquardt';
  /** After the last epoch; each is a float32. */
  readonly params: Float32Array;
  /** Not a number where equations left the numbers, which no step mends. */
  readonly damping: number;
  readonly evidence: EvidenceState;
  /** How many epochs took a part of the rows, and whether the next one takes all. */
  readonly partialEpochs: number;
  readonly hasAllRows: boolean;
  /** Steps in a row that hardly improved anything. */
  readonly stalledSteps: number;
  /** No step improves anything any more: there is no next one. */
  readonly isStuck: boolean;
}

/** Groups of parameters with an alpha each: weights and biases of each layer, but for the last bias. */
export function evidenceGroupCount({ layers }: Network): number {
  return 2 * layers.length - 1;
}

/** @throws RangeError that says what cannot be so */
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

/** The part of the rows comes first, all rows after it, the end after that. */
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
