/**
 * How the work of a step is divided into blocks. Rows of a minibatch are independent in the forward pass and in the
 * gradients of the activations. Parameters are independent in their gradients and in Adam. So a block is some rows in
 * one phase, or some parameters in the other. Every sum has all its terms, in order, on one thread: the bits depend
 * neither on the division nor on which thread does which block.
 *
 * Each thread gets several blocks, so that one on a slowed core can leave some to the others (`claims.ts`). Each
 * thread's blocks are neighbours, so it needs few activations of the other threads' rows, and finds what it wrote in
 * its cache.
 */
import type { Network } from '../network.js';

/** Blocks first .. end - 1. */
export interface BlockRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Neighbouring parameters: the weights of some of a layer's inputs. The block of its last inputs includes the biases,
 * which follow them in memory.
 */
export interface ParameterBlock {
  readonly layer: number;
  /** The part-th `unitsPerPart[layer]` inputs. The last part has what is left. */
  readonly part: number;
  /** Parameters first .. end - 1 of the flat vector. */
  readonly first: number;
  readonly end: number;
}

export interface ParameterPlan {
  /** For each layer, the number of inputs in a part. */
  readonly unitsPerPart: readonly number[];
  readonly blocks: readonly ParameterBlock[];
  /** One for each thread. */
  readonly ranges: readonly BlockRange[];
}

/** How a layer's weight gradient is computed. */
export interface GradientKind {
  /** Whether zero inputs are left out. Lists can be cut at every 16th unit. */
  readonly isListed: boolean;
  /** Whether columns are packed first, once for each block. */
  readonly isPacked: boolean;
}

/**
 * Of rows. A core at half the other's speed then does 5 or 6 of the 16, and the wait for it is shorter than one block.
 */
const ROW_BLOCKS_PER_THREAD = 8;
/**
 * Of parameters. Each block starts again from all rows, which no near cache holds by then: with twice as many blocks
 * this phase took a tenth longer.
 */
const PARAMETER_BLOCKS_PER_THREAD = 4;
/**
 * Blocks have multiples of this many rows, or units, so that they divide into even tiles (`simd/kernels/product.ts`).
 */
export const BLOCK_STEP = 6;
/** Fewer rows take hardly less time, since some of the work is the same for any number. */
const LEAST_ROWS = 12;
/** Packing weights is such work: it takes a sixteenth of the time of this many rows. */
const LEAST_PACKED_ROWS = 36;

/**
 * Rows of a block. The last block of a minibatch may have fewer.
 *
 * @param isPacked whether a layer's weights are packed first, once for each block
 */
export function rowsPerBlock(batchSize: number, threadCount: number, isPacked: boolean): number {
  const least = isPacked ? Math.min(LEAST_PACKED_ROWS, Math.ceil(batchSize / threadCount)) : LEAST_ROWS;
  return Math.max(least, Math.ceil(batchSize / (threadCount * ROW_BLOCKS_PER_THREAD * BLOCK_STEP)) * BLOCK_STEP);
}

/** Rows of a block of a validation pass: a multiple of the rows that a thread computes at a time. */
export function validationRowsPerBlock(rowCount: number, threadCount: number, rowsAtATime: number): number {
  return Math.max(1, Math.ceil(rowCount / (threadCount * ROW_BLOCKS_PER_THREAD) / rowsAtATime)) * rowsAtATime;
}

/** Ranges as even as blocks of equal cost allow. */
export function evenRanges(blockCount: number, threadCount: number): readonly BlockRange[] {
  return Array.from({ length: threadCount }, (_, thread) => ({
    first: Math.floor((blockCount * thread) / threadCount),
    end: Math.floor((blockCount * (thread + 1)) / threadCount),
  }));
}

/** The cost of a weight's gradient where zero inputs are left out; it is 1 where they are not (measured). */
const LISTED_COST = 0.55;
/**
 * A block of this cost takes two microseconds at batch 32. With blocks half as large, small networks took 5% longer.
 */
const LEAST_COST = 512;
/** A layer is cut only at multiples of these numbers of units. */
const LISTED_UNITS = 16;
const PACKED_UNITS = 32;

/** The ranges take about equally long, as far as their cost predicts it. */
export function divideParameters(
  { layers }: Network,
  threadCount: number,
  kinds: readonly GradientKind[],
): ParameterPlan {
  const unitCosts = layers.map(({ index, fanOut }) => fanOut * (kinds[index].isListed ? LISTED_COST : 1));
  const total = layers.reduce((sum, { index, fanIn, fanOut }) => sum + fanIn * unitCosts[index] + fanOut, 0);
  const blockCost = Math.max(LEAST_COST, total / (threadCount * PARAMETER_BLOCKS_PER_THREAD));

  const unitsPerPart = layers.map(({ index, fanIn, fanOut }) => {
    if (fanOut === 1) return fanIn; // its gradient is one row, whose columns are the inputs
    const { isListed, isPacked } = kinds[index];
    const step = isPacked ? PACKED_UNITS : isListed ? LISTED_UNITS : BLOCK_STEP;
    if (fanIn < 2 * step) return fanIn;
    const parts = Math.ceil((fanIn * unitCosts[index]) / blockCost);
    return Math.min(fanIn, Math.ceil(fanIn / parts / step) * step);
  });
  const blocks: ParameterBlock[] = [];
  /** The total cost of all blocks up to and including each one. */
  const costs: number[] = [];
  let cost = 0;
  for (const { index, fanIn, fanOut, weightOffset, biasOffset } of layers) {
    const units = unitsPerPart[index];
    for (let unit = 0, part = 0; unit < fanIn; unit += units, part++) {
      const isLast = unit + units >= fanIn;
      const end = isLast ? biasOffset + fanOut : weightOffset + (unit + units) * fanOut;
      blocks.push({ layer: index, part, first: weightOffset + unit * fanOut, end });
      cost += Math.min(units, fanIn - unit) * unitCosts[index] + (isLast ? fanOut : 0);
      costs.push(cost);
    }
  }
  /** The number of blocks whose total cost is nearest to the wanted one. */
  const blocksFor = (wanted: number): number => {
    const distances = [0, ...costs].map((upTo) => Math.abs(upTo - wanted));
    return distances.indexOf(Math.min(...distances));
  };
  const ranges = Array.from({ length: threadCount }, (_, thread) => ({
    first: blocksFor((cost * thread) / threadCount),
    end: blocksFor((cost * (thread + 1)) / threadCount),
  }));
  return { unitsPerPart, blocks, ranges };
}
