/**
 * Where everything lies in the memory that the threads share: first the single-thread engine's own layout, at its addresses, then
 * what threads need besides.
 *
 * Which cache lines cross from core to core in a step, with two threads: of each row of the other, the activations and gradients
 * that the own parameters need, and half of the parameters; nothing else. Each thread keeps its own transposed weights and its
 * own room for packed columns, since writing them again costs less than fetching them. What one thread writes and others poll
 * has a pair of lines to itself (processors fetch lines by pairs).
 */
import type { Network } from '../network.js';
import { layoutEngine, type EngineLayout } from '../simd/engine.js';
import { usesActiveRows } from '../simd/kernels/active.js';
import { denseProducts } from '../simd/kernels/dense.js';
import { addressesOf } from '../simd/kernels/layers.js';
import { at, FLOAT_BYTES } from '../simd/kernels/loops.js';
import { PANEL_COLUMNS, type ActiveUnits, type ProductMode } from '../simd/kernels/product-shape.js';
import { allocator, type FixedLayout } from '../simd/memory.js';
import { divideParameters, divideRows, type ParameterPart, type RowPart } from './plan.js';

/** Whose the engine is: plain data, so that a worker can lay out the memory as the calling thread did. */
export interface TeamShape {
  readonly network: Network;
  readonly batchSize: number;
  readonly threadCount: number;
  readonly trainingRowCount: number;
  readonly validationRowCount: number;
}

/** Byte addresses of the words by which threads wait for each other; the thread is the index. */
export interface SignalsLayout {
  /** The number of the last command, what it is, and its two operands: four words. */
  readonly command: number;
  /** How many workers sleep, and whether thread 0 does. */
  readonly workersAsleep: number;
  readonly leaderAsleep: number;
  /** The number of the last command that the worker has carried out. */
  readonly answers: readonly number[];
  /** How the worker fares: a `State`, and behind it what went wrong: the length in bytes, and UTF-8. */
  readonly states: readonly number[];
}

export interface TeamLayout {
  readonly engine: EngineLayout;
  readonly signals: SignalsLayout;
  readonly rowParts: readonly RowPart[];
  readonly parameterParts: readonly ParameterPart[];
  /** Of all validation rows; a thread without rows of a minibatch has none, since it has no room for any. */
  readonly validationParts: readonly RowPart[];
  /** The fixed layout as each thread sees it for its rows: those begin where the matrices begin. */
  readonly rowLayouts: readonly FixedLayout[];
  /** And for its parameters: all rows, and its own room for packed columns. */
  readonly parameterLayouts: readonly FixedLayout[];
  /** Predictions of all validation rows. */
  readonly validated: number;
  readonly byteLength: number;
}

export const State = { starting: 0, ready: 1, failed: 2, ended: 3 } as const;

export const MOST_MESSAGE_BYTES = 1000;
/** The tiles that all threads use. */
export const MODE: ProductMode = { fused: false, wide: false };

const WORD_BYTES = 4;
const LINE_PAIR_BYTES = 128;

export function layoutTeam(shape: TeamShape): TeamLayout {
  const { network, batchSize, threadCount, trainingRowCount, validationRowCount } = shape;
  const engine = layoutEngine({ network, batchSize, training: { rowCount: trainingRowCount }, validation: { rowCount: validationRowCount } });
  const { fixed, rows, chunkRows } = engine;
  const { next, used } = allocator(Math.ceil(rows.byteLength / LINE_PAIR_BYTES) * LINE_PAIR_BYTES);
  const pairOfLines = (bytes: number): number => next(Math.ceil(bytes / LINE_PAIR_BYTES) * LINE_PAIR_BYTES);
  const eachThread = <T>(make: (thread: number) => T): T[] => Array.from({ length: threadCount }, (_, thread) => make(thread));

  const signals: SignalsLayout = {
    command: pairOfLines(4 * WORD_BYTES),
    workersAsleep: pairOfLines(WORD_BYTES),
    leaderAsleep: pairOfLines(WORD_BYTES),
    answers: eachThread(() => pairOfLines(WORD_BYTES)),
    states: eachThread(() => pairOfLines(2 * WORD_BYTES + MOST_MESSAGE_BYTES)),
  };
  const rowParts = divideRows(batchSize, threadCount);
  const isListed = network.layers.map((layer) => {
    const addresses = addressesOf(layer, fixed, at(fixed.activations[layer.index]));
    return usesActiveRows(denseProducts(addresses, { ...layer, rows: batchSize }).weightGradient, MODE);
  });
  const parameterParts = divideParameters(network, threadCount, isListed);
  const validationParts = divideRows(validationRowCount, rowParts.filter(({ count }) => count > 0).length);

  // where a part of the parameters begins inside a layer whose active inputs are listed, the lists are cut
  const active = fixed.active.map((lists) => lists && { ...lists, cuts: [] as { unit: number; pointers: number }[] });
  for (const { weights } of parameterParts) {
    for (const { layer, first } of weights) {
      if (first > 0) active[layer]?.cuts.push({ unit: first, pointers: next(chunkRows * WORD_BYTES) });
    }
  }
  const shared: FixedLayout = { ...fixed, active };
  const rooms = eachThread(() => ({
    transposed: network.layers.map(({ fanIn, fanOut, index }) => (index === 0 ? fixed.transposed[0] : next(fanIn * fanOut * FLOAT_BYTES))),
    panel: next(Math.max(network.maxWidth, chunkRows) * PANEL_COLUMNS * FLOAT_BYTES),
  }));
  return {
    engine,
    signals,
    rowParts,
    parameterParts,
    validationParts: eachThread((thread) => validationParts.at(thread) ?? { first: validationRowCount, count: 0 }),
    rowLayouts: rowParts.map(({ first }, thread) => ({ ...fromRow(shared, network, first), ...rooms[thread] })),
    parameterLayouts: rooms.map(({ panel }) => ({ ...shared, panel })),
    validated: next(validationRowCount * FLOAT_BYTES),
    byteLength: used(),
  };
}

/** The layout with every matrix of rows beginning at the row `first`. */
function fromRow(layout: FixedLayout, { sizes }: Network, first: number): FixedLayout {
  const shifted = (address: number, l: number): number => address + first * sizes[l] * FLOAT_BYTES;
  const pointers = (address: number): number => address + first * WORD_BYTES;
  const shiftedLists = ({ lists, listStride, ends, cuts = [] }: ActiveUnits): ActiveUnits => ({
    lists: lists + first * listStride,
    listStride,
    ends: pointers(ends),
    cuts: cuts.map((cut) => ({ unit: cut.unit, pointers: pointers(cut.pointers) })),
  });
  return {
    ...layout,
    activations: layout.activations.map(shifted),
    dActivations: layout.dActivations.map(shifted),
    slopes: layout.slopes.map((address, l) => (address === undefined ? undefined : shifted(address, l))),
    active: layout.active.map((lists) => lists && shiftedLists(lists)),
    target: layout.target + first * FLOAT_BYTES,
  };
}
