/**
 * Into which blocks the work of a step is divided. Rows of a minibatch are independent in the forward pass and in the
 * gradients of the activations; parameters are independent in their gradients and in Adam. So a block has some rows in
 * the one phase or some parameters in the other, and every sum has all its terms, in order, on one thread: the bits
 * depend neither on the division nor on who does which block.
 *
 * There are some blocks for each thread, so that one whose core is slowed down can leave some to the others
 * (`claims.ts`). They are given out in neighbouring parts, so that a thread needs few activations of the other's rows,
 * and finds what it wrote in its cache.
 */
import type { Network } from '../network.js';
import { TILE_ROWS } from '../simd/kernels/product-shape.js';

/** From block `first` to the one before `end`. */
export interface BlockRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Neighbouring parameters: those of some of a layer's inputs; of its last ones with the biases, which lie behind them.
 */
export interface ParameterBlock {
  readonly layer: number;
  /** The part-th `unitsPerPart[layer]` inputs, the last part having what is left. */
  readonly part: number;
  /** Parameters first .. end - 1 of the flat vector. */
  readonly first: number;
  readonly end: number;
}

export interface ParameterPlan {
  /** Of each layer: the inputs of a part. */
  readonly unitsPerPart: readonly number[];
  readonly blocks: readonly ParameterBlock[];
  /** Of each thread. */
  readonly ranges: readonly BlockRange[];
}

/** What is known of a layer's weight gradient. */
export interface GradientKind {
  /** Whether inputs that are zero are left out; lists can be cut at every 16th unit. */
  readonly isListed: boolean;
  /** Whether columns are packed first, once for each block. */
  readonly isPacked: boolean;
}

/**
 * Of rows. A core at half the other's speed then does 5 or 6 of the 16, and is waited for for less than one of them.
 */
const ROW_BLOCKS_PER_THREAD = 8;
/**
 * Of parameters. Each begins anew with all rows, which are in no near cache by then: with twice as many this phase took
 * a tenth longer.
 */
const PARAMETER_BLOCKS_PER_THREAD = 4;
/** Fewer rows take hardly less time: some work is the same for any number. */
const LEAST_ROWS = 8;
/** So is the packing of weights: a sixteenth of the time of so many rows. */
const LEAST_PACKED_ROWS = 32;

const wholeTiles = (rows: number): number => Math.ceil(rows / TILE_ROWS) * TILE_ROWS;

/**
 * Rows of a block; the last one of a minibatch may have fewer.
 *
 * @param isPacked whether a layer's weights are packed first, once for each block
 */
export function rowsPerBlock(batchSize: number, threadCount: number, isPacked: boolean): number {
  const least = isPacked ? Math.min(LEAST_PACKED_ROWS, wholeTiles(batchSize / threadCount)) : LEAST_ROWS;
  return Math.max(least, wholeTiles(batchSize / (threadCount * ROW_BLOCKS_PER_THREAD)));
}

/** Rows of a block of a validation pass: a multiple of those that a thread computes at a time. */
export function validationRowsPerBlock(rowCount: number, threadCount: number, rowsAtATime: number): number {
  return Math.max(1, Math.ceil(rowCount / (threadCount * ROW_BLOCKS_PER_THREAD) / rowsAtATime)) * rowsAtATime;
}

/** As even as blocks of the same cost allow. */
export function evenRanges(blockCount: number, threadCount: number): readonly BlockRange[] {
  return Array.from({ length: threadCount }, (_, thread) => ({
    first: Math.floor((blockCount * thread) / threadCount),
    end: Math.floor((blockCount * (thread + 1)) / threadCount),
  }));
}

/** What a weight's gradient costs where inputs that are zero are left out, to 1 where they are not (measured). */
const LISTED_COST = 0.55;
/** A block of so much takes two microseconds at batch 32; with blocks of half of it small networks took 5% longer. */
const LEAST_COST = 512;
/** Least numbers of units between which a layer is divided. */
const LISTED_UNITS = 16;
const PACKED_UNITS = 32;

/** The ranges take about as long as each other, as far as that can be told. */
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
    const step = isPacked ? PACKED_UNITS : isListed ? LISTED_UNITS : TILE_ROWS;
    if (fanIn < 2 * step) return fanIn;
    const parts = Math.ceil((fanIn * unitCosts[index]) / blockCost);
    return Math.min(fanIn, Math.ceil(fanIn / parts / step) * step);
  });
  const blocks: ParameterBlock[] = [];
  /** Of all blocks up to each. */
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
  /** The number of blocks whose cost together is nearest to this. */
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
