/**
 * Where everything lies in the engine's memory, in bytes. Sized once, never grown.
 *
 * What depends on the network's shape comes first, at constant addresses that are built into the kernels. The rows
 * follow, and the kernels get their addresses as arguments. So one compiled module serves any number of rows.
 */
import type { Network } from '../network.js';
import { LEAST_LISTED_WIDTH, LEFT_PACKING_TABLE_BYTES, listStride, MOST_LISTED_WIDTH } from './kernels/lists.js';
import { PANEL_COLUMNS, POINTER_BYTES } from './kernels/product-shape.js';

/** A cache line. No two regions share one. */
const ALIGNMENT = 64;
const FLOAT_BYTES = 4;
export const PAGE_BYTES = 65536;

/** Byte addresses of the parts whose size depends on the network and the batch size. */
export interface FixedLayout {
  readonly params: number;
  readonly grads: number;
  readonly m: number;
  readonly v: number;
  /** Each layer's weights as (fanOut, fanIn); unused for the first layer. */
  readonly transposed: readonly number[];
  /** activations[0] is the loaded inputs, activations[l + 1] the output of layer l; (chunkRows, size) each. */
  readonly activations: readonly number[];
  /** Gradients with respect to the activations; unused for the inputs. */
  readonly dActivations: readonly number[];
  /** Slopes of a smooth activation at activations[l], in the same shape; undefined where there is none. */
  readonly slopes: readonly (number | undefined)[];
  /**
   * Lists of the active outputs of each hidden layer. Undefined for the inputs, the predictions, layers too narrow or
   * too wide, and smooth activations.
   */
  readonly active: readonly (ListsLayout | undefined)[];
  /** See `lists.ts`. */
  readonly leftPackingTable: number;
  readonly target: number;
  /** Room for a block of a wide matrix's columns. */
  readonly panel: number;
  readonly lossSum: number;
  readonly epochLossSum: number;
  readonly learningRate: number;
  readonly betaPowers: number;
  readonly stepSize: number;
  readonly byteLength: number;
}

/** The `ActiveUnits` of a layer, with the addresses of row 0. */
export interface ListsLayout {
  readonly lists: number;
  readonly listStride: number;
  readonly ends: number;
  readonly cuts?: { readonly units: number; readonly pointers: number; readonly stride: number };
}

/** Byte addresses of the rows. */
export interface RowsLayout {
  readonly order: number;
  readonly trainingX: number;
  readonly trainingY: number;
  readonly validationX: number;
  readonly validationY: number;
  /** The length of everything. Other data may follow here. */
  readonly byteLength: number;
}

/** Hands out addresses one after another. */
export function allocator(start: number): { next: (bytes: number) => number; used: () => number } {
  let used = start;
  return {
    next(bytes) {
      const at = used;
      used += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
      return at;
    },
    used: () => used,
  };
}

/** @param chunkRows the most rows computed at once: a minibatch, or a part of the validation rows */
export function layoutFixed(
  { sizes, layers, activation, parameterCount, maxWidth }: Network,
  chunkRows: number,
): FixedLayout {
  const { next, used } = allocator(0);
  const floats = (count: number): number => next(count * FLOAT_BYTES);
  const isHidden = (l: number): boolean => l > 0 && l < layers.length;
  return {
    params: floats(parameterCount),
    grads: floats(parameterCount),
    m: floats(parameterCount),
    v: floats(parameterCount),
    transposed: layers.map(({ fanIn, fanOut }) => floats(fanIn * fanOut)),
    activations: sizes.map((size) => floats(chunkRows * size)),
    dActivations: sizes.map((size) => floats(chunkRows * size)),
    slopes: sizes.map((size, l) => (isHidden(l) && activation !== 'relu' ? floats(chunkRows * size) : undefined)),
    active: sizes.map((width, l) => {
      if (!isHidden(l) || activation !== 'relu' || width < LEAST_LISTED_WIDTH || width > MOST_LISTED_WIDTH)
        return undefined;
      const stride = listStride(width);
      return { lists: next(chunkRows * stride), listStride: stride, ends: next(chunkRows * POINTER_BYTES) };
    }),
    leftPackingTable: next(LEFT_PACKING_TABLE_BYTES),
    target: floats(chunkRows),
    panel: floats(Math.max(maxWidth, chunkRows) * PANEL_COLUMNS),
    lossSum: next(8),
    epochLossSum: next(8),
    learningRate: next(8),
    betaPowers: next(16),
    stepSize: floats(1),
    byteLength: used(),
  };
}

export function layoutRows(
  fixed: FixedLayout,
  inputSize: number,
  trainingRows: number,
  validationRows: number,
): RowsLayout {
  const { next, used } = allocator(fixed.byteLength);
  const floats = (count: number): number => next(count * FLOAT_BYTES);
  return {
    order: floats(trainingRows),
    trainingX: floats(trainingRows * inputSize),
    trainingY: floats(trainingRows),
    validationX: floats(validationRows * inputSize),
    validationY: floats(validationRows),
    byteLength: used(),
  };
}
