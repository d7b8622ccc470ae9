/** The products of all layers, one function for each stage: the reference engine's forward and backward. */
import type { Layer, Network } from '../../network.js';
import { FunctionBuilder } from '../function-builder.js';
import type { FixedLayout } from '../memory.js';
import { usesActiveRows, usesActiveTerms } from './active.js';
import { denseProducts, type DenseProduct, type LayerAddresses } from './dense.js';
import { emitLists, listLocals, type ListLocals } from './lists.js';
import { at, FLOAT_BYTES, type Address, type Count } from './loops.js';
import { emitProduct } from './product.js';
import { productLocals, type Product, type ProductLocals } from './product-shape.js';
import { rowMatrices, type RowMatrices } from './row-matrices.js';
import { emitTranspose, transposeLocals } from './transpose.js';

/** Where a layer's matrices lie. */
function addressesOf(
  { index: l, weightOffset, biasOffset }: Layer,
  layout: FixedLayout,
  rows: RowMatrices,
): LayerAddresses {
  const { params, grads, transposed, panel } = layout;
  return {
    input: rows.activations[l],
    weight: at(params + weightOffset * FLOAT_BYTES),
    transposed: at(transposed[l]),
    bias: at(params + biasOffset * FLOAT_BYTES),
    output: rows.activations[l + 1],
    dOutput: rows.dActivations[l + 1],
    dInput: rows.dActivations[l],
    dWeight: at(grads + weightOffset * FLOAT_BYTES),
    dBias: at(grads + biasOffset * FLOAT_BYTES),
    inputSlopes: rows.slopes[l],
    outputSlopes: rows.slopes[l + 1],
    panel,
    activeInputs: rows.active[l],
    activeOutputs: rows.active[l + 1],
  };
}

/** @param count the number of rows */
export function productsOf(
  layer: Layer,
  layout: FixedLayout,
  rows: RowMatrices,
  count: Count,
): Readonly<Record<DenseProduct, Product>> {
  return denseProducts(addressesOf(layer, layout, rows), { ...layer, rows: count });
}

/**
 * For each layer, whether the active units of its outputs are listed. The next layer's forward pass and both gradients
 * use the lists.
 */
function areOutputsListed({ layers, sizes }: Network, layout: FixedLayout, wide: boolean): readonly boolean[] {
  const rows = rowMatrices(layout, sizes);
  const products = layers.map((layer) => productsOf(layer, layout, rows, 1));
  return layers.map(
    (_, l) =>
      (l + 1 < layers.length &&
        (usesActiveTerms(products[l + 1].forward, wide) || usesActiveRows(products[l + 1].weightGradient, wide))) ||
      (l > 0 && usesActiveTerms(products[l].inputGradient, wide)),
  );
}

/** The outputs of every layer for `count` rows, and their lists. */
export function emitForward(
  f: FunctionBuilder,
  locals: ProductLocals,
  listing: ListLocals,
  network: Network,
  layout: FixedLayout,
  rows: RowMatrices,
  count: Count,
  wide: boolean,
): void {
  const isListed = areOutputsListed(network, layout, wide);
  for (const layer of network.layers) {
    const { index: l, fanOut } = layer;
    emitProduct(f, locals, productsOf(layer, layout, rows, count).forward, wide);
    const active = rows.active[l + 1];
    if (active !== undefined && isListed[l])
      emitLists(f, listing, layout.leftPackingTable, rows.activations[l + 1], fanOut, count, active);
  }
}

/** The function (inputs, count): the outputs of every layer for `count` rows of inputs at that address. */
export function forwardKernel(network: Network, layout: FixedLayout, wide: boolean): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [inputs, count] = f.params;
  const locals = productLocals(f);
  const listing = listLocals(f);
  const rows = rowMatrices(layout, network.sizes);
  emitForward(f, locals, listing, network, layout, withInputs(rows, at(0, inputs)), count, wide);
  return f;
}

/** The same matrices, except for the inputs. */
export function withInputs(rows: RowMatrices, inputs: Address): RowMatrices {
  return {
    ...rows,
    activations: [inputs, ...rows.activations.slice(1)],
  };
}

/**
 * The function (count): all gradients of the minibatch in activations[0], starting from the last layer's dActivations.
 * It uses the lists of the forward pass.
 */
export function backwardKernel({ layers, sizes }: Network, layout: FixedLayout, wide: boolean): FunctionBuilder {
  const f = new FunctionBuilder(['i32']);
  const [count] = f.params;
  const locals = productLocals(f);
  const transposing = transposeLocals(f);
  const rows = rowMatrices(layout, sizes);
  for (const layer of [...layers].reverse()) {
    const { index, fanIn, fanOut, weightOffset } = layer;
    const { weightGradient, biasGradient, inputGradient } = productsOf(layer, layout, rows, count);
    emitProduct(f, locals, biasGradient, wide);
    emitProduct(f, locals, weightGradient, wide);
    if (index === 0) continue; // the gradient of the inputs is not used
    emitTranspose(f, transposing, layout.params + weightOffset * FLOAT_BYTES, layout.transposed[index], fanIn, fanOut);
    emitProduct(f, locals, inputGradient, wide);
  }
  return f;
}
