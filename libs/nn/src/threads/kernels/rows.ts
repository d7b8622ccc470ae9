/**
 * What a thread does with its rows of a minibatch: rows `first` to first + count - 1 of every matrix of rows. They are
 * the single-thread engine's stages, cut at the rows.
 */
import type { Network } from '../../network.js';
import { FunctionBuilder } from '../../simd/function-builder.js';
import { usesActiveRows } from '../../simd/kernels/active.js';
import { emitGather } from '../../simd/kernels/gather.js';
import { emitForward, emitSetZeroForParameters, productsOf, withInputs } from '../../simd/kernels/layers.js';
import {
  emitFindInfinite,
  emitListAllIfInfinite,
  emitLists,
  emitSetZero,
  listLocals,
} from '../../simd/kernels/lists.js';
import { at, FLOAT_BYTES } from '../../simd/kernels/loops.js';
import { emitRowLoss } from '../../simd/kernels/mse.js';
import { emitProduct } from '../../simd/kernels/product.js';
import { productLocals, type ProductMode } from '../../simd/kernels/product-shape.js';
import { rowMatricesFrom } from '../../simd/kernels/rows.js';
import { emitTranspose, transposeLocals } from '../../simd/kernels/transpose.js';
import type { FixedLayout } from '../../simd/memory.js';

/** The function (order, first, count, X, y): gathers rows order[0] .. order[count - 1]. */
export function gatherRowsKernel({ inputSize, sizes }: Network, layout: FixedLayout): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32', 'i32', 'i32']);
  const [order, first, count, x, y] = f.params;
  const { activations, target } = rowMatricesFrom(f, layout, sizes, first);
  emitGather(f, inputSize, { order, count, x, y }, activations[0], target);
  return f;
}

/**
 * The function () -> 1 if all units must be listed, whether they are zero or not, because of the parameters; else 0.
 */
export function mustListAllKernel(network: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder([], 'i32');
  const locals = productLocals(f);
  const listing = listLocals(f);
  emitSetZeroForParameters(f, locals, listing, network, layout, mode);
  f.get(listing.zero);
  f.get(listing.zero);
  f.emit('f32x4.ne');
  f.emit('v128.any_true');
  return f;
}

/** The function (inputs, first, count, mustListAll): the outputs of every layer for rows of inputs at that address. */
export function forwardRowsKernel(network: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32', 'i32']);
  const [inputs, first, count, mustListAll] = f.params;
  const locals = productLocals(f);
  const listing = listLocals(f);
  const rows = rowMatricesFrom(f, layout, network.sizes, first);
  // zero = 0, or all bits set, which are NaN
  f.emit('i32.const', 0);
  f.get(mustListAll);
  f.emit('i32.sub');
  f.emit('i16x8.splat');
  f.set(listing.zero);
  emitForward(f, locals, listing, network, layout, withInputs(rows, at(0, inputs)), count, mode);
  return f;
}

/** The function (first, count, batchRows): the loss gradient of rows of a minibatch of batchRows. */
export function rowLossKernel({ sizes, layers }: Network, layout: FixedLayout): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32']);
  const [first, count, batchRows] = f.params;
  const { activations, dActivations, target } = rowMatricesFrom(f, layout, sizes, first);
  const last = layers.length;
  emitRowLoss(f, { prediction: activations[last], dPrediction: dActivations[last], target }, count, batchRows);
  return f;
}

/** The function (): the thread's own transposed weights. */
export function transposeKernel({ layers }: Network, layout: FixedLayout): FunctionBuilder {
  const f = new FunctionBuilder();
  const locals = transposeLocals(f);
  for (const { index, fanIn, fanOut, weightOffset } of layers.slice(1)) {
    emitTranspose(f, locals, layout.params + weightOffset * FLOAT_BYTES, layout.transposed[index], fanIn, fanOut);
  }
  return f;
}

/**
 * The function (first, count): the gradients of all activations of these rows, from the last layer's dActivations down.
 *
 * All units of these rows are listed anew where a gradient is infinite or NaN, since the weight gradients read these
 * lists. (The single-thread engine lists them for all rows. Where the gradients of a row are finite, its zeros change
 * no sum.)
 */
export function rowGradientsKernel(
  { layers, sizes }: Network,
  layout: FixedLayout,
  mode: ProductMode,
): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [first, count] = f.params;
  const locals = productLocals(f);
  const listing = listLocals(f);
  const values = f.local('i32');
  const rows = rowMatricesFrom(f, layout, sizes, first);
  for (const layer of layers.slice(1).reverse()) {
    const { index, fanIn, fanOut } = layer;
    const { weightGradient, inputGradient } = productsOf(layer, layout, rows, count);
    if (usesActiveRows(weightGradient, mode)) {
      f.get(count);
      f.emit('i32.const', fanOut);
      f.emit('i32.mul');
      f.set(values);
      emitSetZero(f, listing, 0);
      emitFindInfinite(f, listing, locals.v128.sums.slice(0, 8), rows.dActivations[index + 1], values);
      emitListAllIfInfinite(f, listing, () => {
        emitLists(
          f,
          listing,
          layout.leftPackingTable,
          rows.activations[index],
          fanIn,
          count,
          weightGradient.activeRows,
        );
      });
    }
    emitProduct(f, locals, inputGradient, mode);
  }
  return f;
}
