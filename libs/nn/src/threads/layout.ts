/**
 * Where everything lies in the memory that the threads share: first the single-thread engine's own layout, at the same
 * addresses, and then what the threads need in addition.
 *
 * With two threads, these cache lines cross between the cores in each step: the activations and gradients of the other
 * thread's rows that a thread's own parameters need; half of the parameters; and the blocks stolen from the other
 * thread. Each thread keeps its own transposed weights and its own room for packed columns, since rewriting them costs
 * less than fetching them. Each word that one thread writes and others poll has a pair of cache lines to itself
 * (processors fetch lines in pairs).
 */
import type { Network } from '../network.js';
import { layoutEngine, type EngineLayout } from '../simd/engine.js';
import { usesActiveRows } from '../simd/kernels/active.js';
import { productsOf } from '../simd/kernels/layers.js';
import { FLOAT_BYTES } from '../simd/kernels/loops.js';
import { PANEL_COLUMNS, POINTER_BYTES } from '../simd/kernels/product-shape.js';
import { rowMatrices } from '../simd/kernels/row-matrices.js';
import { allocator, type FixedLayout, type ListsLayout } from '../simd/memory.js';
import { BLOCK_STEP, divideParameters, rowsPerBlock, validationRowsPerBlock, type ParameterPlan } from './plan.js';

/**
 * The shape of the engine. It is plain data, so that a worker can lay out the memory just as the calling thread did.
 */
export interface TeamShape {
  readonly network: Network;
  readonly batchSize: number;
  readonly threadCount: number;
  readonly trainingRowCount: number;
  readonly validationRowCount: number;
}

/**
 * Byte addresses of the words with which threads wait for each other and divide their work. The thread is the index.
 */
export interface SignalsLayout {
  /** The number of the last command, its kind, and its two operands: four words. */
  readonly command: number;
  /** How many workers sleep; and whether thread 0 does. */
  readonly workersAsleep: number;
  readonly leaderAsleep: number;
  /** How often each thread spins before it sleeps. */
  readonly spinCounts: readonly number[];
  /** How many of the last command's blocks the workers have done. */
  readonly done: number;
  /** The blocks left to each thread (`claims.ts`): 64 bits each, QUEUE_BYTES apart. */
  readonly queues: number;
  /** The worker's state: a `State`, and after it any error message, as its length in bytes and UTF-8. */
  readonly states: readonly number[];
}

export interface TeamLayout {
  readonly engine: EngineLayout;
  readonly signals: SignalsLayout;
  /**
   * The fixed layout as each thread sees it: with cut lists, and the thread's own room for transposed weights and
   * packed columns.
   */
  readonly threads: readonly FixedLayout[];
  readonly rowsPerBlock: number;
  readonly parameters: ParameterPlan;
  readonly validationRowsPerBlock: number;
  /**
   * The number of matrix rows that a thread uses to validate at a time. Thread t's start at row t times this number, if
   * there is room.
   */
  readonly validationRoom: number;
  /** Predictions of all validation rows. */
  readonly validated: number;
  readonly byteLength: number;
}

export const State = { starting: 0, ready: 1, failed: 2, ended: 3 } as const;

export const MOST_MESSAGE_BYTES = 1000;
/** The tiles of all threads are not those of V8's 256-bit mode. */
export const WIDE = false;

const WORD_BYTES = 4;
const LINE_PAIR_BYTES = 128;
export const QUEUE_BYTES = LINE_PAIR_BYTES;

export function layoutTeam(shape: TeamShape): TeamLayout {
  const { network, batchSize, threadCount, trainingRowCount, validationRowCount } = shape;
  const engine = layoutEngine({
    network,
    batchSize,
    training: { rowCount: trainingRowCount },
    validation: { rowCount: validationRowCount },
  });
  const { fixed, rows, chunkRows } = engine;
  const { next, used } = allocator(Math.ceil(rows.byteLength / LINE_PAIR_BYTES) * LINE_PAIR_BYTES);
  const pairsOfLines = (bytes: number): number => next(Math.ceil(bytes / LINE_PAIR_BYTES) * LINE_PAIR_BYTES);
  const eachThread = <T>(make: () => T): T[] => Array.from({ length: threadCount }, make);

  const signals: SignalsLayout = {
    command: pairsOfLines(4 * WORD_BYTES),
    workersAsleep: pairsOfLines(WORD_BYTES),
    leaderAsleep: pairsOfLines(WORD_BYTES),
    spinCounts: eachThread(() => pairsOfLines(WORD_BYTES)),
    done: pairsOfLines(WORD_BYTES),
    queues: pairsOfLines(threadCount * QUEUE_BYTES),
    states: eachThread(() => pairsOfLines(2 * WORD_BYTES + MOST_MESSAGE_BYTES)),
  };
  const matrices = rowMatrices(fixed, network.sizes);
  const products = network.layers.map((layer) => productsOf(layer, fixed, matrices, batchSize));
  const kinds = products.map(({ weightGradient }) => {
    const isListed = usesActiveRows(weightGradient, WIDE);
    return { isListed, isPacked: !isListed && weightGradient.panel !== undefined };
  });
  const arePacked = products.some(
    ({ forward, inputGradient }) => forward.panel !== undefined || inputGradient.panel !== undefined,
  );
  const parameters = divideParameters(network, threadCount, kinds);
  const cutLists = (lists: ListsLayout, units: number, width: number): ListsLayout => {
    const parts = Math.ceil(width / units);
    if (parts === 1) return lists;
    const stride = chunkRows * POINTER_BYTES;
    return { ...lists, cuts: { units, pointers: next((parts + 1) * stride), stride } };
  };
  const active = fixed.active.map((lists, l) =>
    kinds.at(l)?.isListed ? lists && cutLists(lists, parameters.unitsPerPart[l], network.sizes[l]) : lists,
  );
  const validationRoom = Math.max(BLOCK_STEP, Math.floor(chunkRows / threadCount / BLOCK_STEP) * BLOCK_STEP);
  return {
    engine,
    signals,
    threads: eachThread(() => ({
      ...fixed,
      active,
      transposed: network.layers.map(({ fanIn, fanOut, index }) =>
        index === 0 ? fixed.transposed[0] : next(fanIn * fanOut * FLOAT_BYTES),
      ),
      panel: next(Math.max(network.maxWidth, chunkRows) * PANEL_COLUMNS * FLOAT_BYTES),
    })),
    rowsPerBlock: rowsPerBlock(batchSize, threadCount, arePacked),
    parameters,
    validationRowsPerBlock: validationRowsPerBlock(validationRowCount, threadCount, validationRoom),
    validationRoom,
    validated: next(validationRowCount * FLOAT_BYTES),
    byteLength: used(),
  };
}
