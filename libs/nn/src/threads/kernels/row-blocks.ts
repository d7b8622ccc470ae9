/**
 * A thread's work on its rows of a minibatch: rows `first` to first + count - 1 of every matrix of rows. These are the
 * single-thread engine's stages, cut by rows.
 */
import type { Network } from '../../network.js';
import { FunctionBuilder } from '../../simd/function-builder.js';
import { emitGather } from '../../simd/kernels/gather.js';
import { emitForward, productsOf, withInputs } from '../../simd/kernels/layers.js';
import { listLocals } from '../../simd/kernels/lists.js';
import { at, FLOAT_BYTES } from '../../simd/kernels/loops.js';
import { emitRowLoss } from '../../simd/kernels/mse.js';
import { emitProduct } from '../../simd/kernels/product.js';
import { productLocals } from '../../simd/kernels/product-shape.js';
import { rowMatricesFrom } from '../../simd/kernels/row-matrices.js';
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

/** The function (inputs, first, count): the outputs of every layer for rows of inputs at that address. */
export function forwardRowsKernel(network: Network, layout: FixedLayout, wide: boolean): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32']);
  const [inputs, first, count] = f.params;
  const locals = productLocals(f);
  const listing = listLocals(f);
  const rows = rowMatricesFrom(f, layout, network.sizes, first);
  emitForward(f, locals, listing, network, layout, withInputs(rows, at(0, inputs)), count, wide);
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
 * The function (first, count): the gradients of all activations of these rows, starting from the last layer's
 * dActivations.
 */
export function rowGradientsKernel({ layers, sizes }: Network, layout: FixedLayout, wide: boolean): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [first, count] = f.params;
  const locals = productLocals(f);
  const rows = rowMatricesFrom(f, layout, sizes, first);
  for (const layer of layers.slice(1).reverse()) {
    const { inputGradient } = productsOf(layer, layout, rows, count);
    emitProduct(f, locals, inputGradient, wide);
  }
  return f;
}
