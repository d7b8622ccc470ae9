/**
 * Which thread does what. Rows of a minibatch are independent in the forward pass and in the gradients of the activations;
 * parameters are independent in their gradients and in Adam. So a thread has some rows in the one phase and some
 * parameters in the other, and every sum has all its terms, in order, on one thread: the bits do not depend on the division.
 */
import type { Network } from '../network.js';
import { TILE_ROWS } from '../simd/kernels/product-shape.js';

/** Some of the rows of a full minibatch; a shorter one has the first of them. */
export interface RowPart {
  readonly first: number;
  /** 0 where there are more threads than work. */
  readonly count: number;
}

/** Units first .. end - 1 of a layer's inputs: so many rows of its weights. */
export interface WeightPart {
  readonly layer: number;
  readonly first: number;
  readonly end: number;
  /** Whether its biases belong to it: they lie behind the last row. */
  readonly hasBiases: boolean;
}

/** Parameters first .. end - 1 of the flat vector, and what they are. */
export interface ParameterPart {
  readonly first: number;
  readonly end: number;
  readonly weights: readonly WeightPart[];
}

/** Whole tiles for each thread: half a tile takes as long as one. */
export function divideRows(rowCount: number, threadCount: number): readonly RowPart[] {
  const most = Math.ceil(rowCount / threadCount / TILE_ROWS) * TILE_ROWS;
  return Array.from({ length: threadCount }, (_, thread) => {
    const first = Math.min(thread * most, rowCount);
    return { first, count: Math.min(most, rowCount - first) };
  });
}

/** Layers of fewer inputs than two of these are cut between any two of them; lists of active units can be cut at multiples of it. */
const UNITS = 8;

/** What a weight's gradient costs where inputs that are zero are left out, to 1 where they are not (measured). */
const LISTED_COST = 0.55;

/**
 * Contiguous parts of the flat parameter vector, so that a thread needs few activations of the other's rows, and Adam finds
 * the gradients where they were made. (Halves of each layer would be as even, but a third more cache lines would cross.)
 * The parts take about as long as each other, as far as that can be told.
 *
 * @param isListed for each layer whether its weight gradient leaves out inputs that are zero
 */
export function divideParameters({ layers, parameterCount }: Network, threadCount: number, isListed: readonly boolean[]): readonly ParameterPart[] {
  // where the vector may be cut, and what all before costs
  const cuts: { readonly offset: number; readonly cost: number }[] = [];
  let cost = 0;
  for (const { index, fanIn, fanOut, weightOffset } of layers) {
    const step = fanIn < 2 * UNITS ? 1 : UNITS;
    for (let unit = 0; unit < fanIn; unit++) {
      if (unit % step === 0) cuts.push({ offset: weightOffset + unit * fanOut, cost });
      cost += fanOut * (isListed[index] ? LISTED_COST : 1);
    }
    cost += fanOut; // the biases
  }
  cuts.push({ offset: parameterCount, cost });
  const cutAt = (wanted: number): number =>
    cuts.reduce((best, cut) => (Math.abs(cut.cost - wanted) < Math.abs(best.cost - wanted) ? cut : best)).offset;

  return Array.from({ length: threadCount }, (_, thread) => {
    const first = cutAt((cost * thread) / threadCount);
    const end = cutAt((cost * (thread + 1)) / threadCount);
    const weights = layers.flatMap(({ index, fanIn, fanOut, weightOffset, biasOffset }) => {
      const unitAt = (offset: number): number => Math.min(Math.max(0, (offset - weightOffset) / fanOut), fanIn);
      const part = { layer: index, first: unitAt(first), end: unitAt(end), hasBiases: first <= biasOffset && biasOffset < end };
      return part.first < part.end ? [part] : [];
    });
    return { first, end, weights };
  });
}
