/** The products of all layers, one function a stage; forward and backward of the reference engine. */
import type { Layer, Network } from '../../network.js';
import { FunctionBuilder } from '../function-builder.js';
import type { FixedLayout } from '../memory.js';
import { usesActiveRows, usesActiveTerms } from './active.js';
import { denseProducts, type DenseProduct, type LayerAddresses } from './dense.js';
import {
  emitFindInfinite,
  emitFindNegativeZero,
  emitListAllIfInfinite,
  emitLists,
  emitSetZero,
  emitSpread,
  listLocals,
  type ListLocals,
} from './lists.js';
import { at, FLOAT_BYTES, type Address, type Count } from './loops.js';
import { emitProduct } from './product.js';
import { productLocals, type Product, type ProductLocals, type ProductMode } from './product-shape.js';
import { rowMatrices, type RowMatrices } from './rows.js';
import { emitTranspose, transposeLocals } from './transpose.js';

/** Where a layer finds its matrices. */
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

/** @param count of rows */
export function productsOf(
  layer: Layer,
  layout: FixedLayout,
  rows: RowMatrices,
  count: Count,
): Readonly<Record<DenseProduct, Product>> {
  return denseProducts(addressesOf(layer, layout, rows), { ...layer, rows: count });
}

/**
 * Of each layer, whether its outputs' active units are listed. The lists serve the next layer's forward pass and both
 * gradients.
 */
function areOutputsListed({ layers, sizes }: Network, layout: FixedLayout, mode: ProductMode): readonly boolean[] {
  const rows = rowMatrices(layout, sizes);
  const products = layers.map((layer) => productsOf(layer, layout, rows, 1));
  return layers.map(
    (_, l) =>
      (l + 1 < layers.length &&
        (usesActiveTerms(products[l + 1].forward, mode) || usesActiveRows(products[l + 1].weightGradient, mode))) ||
      (l > 0 && usesActiveTerms(products[l].inputGradient, mode)),
  );
}

/**
 * Sets `zero` of the lists: NaN in every lane if there are parameters with which no unit may be left out. Nothing where
 * nothing is listed.
 */
export function emitSetZeroForParameters(
  f: FunctionBuilder,
  locals: ProductLocals,
  listing: ListLocals,
  network: Network,
  layout: FixedLayout,
  mode: ProductMode,
): void {
  if (!areOutputsListed(network, layout, mode).includes(true)) return;
  const rows = rowMatrices(layout, network.sizes);
  emitSetZero(f, listing, 0);
  emitFindInfinite(f, listing, locals.v128.sums.slice(0, 8), at(layout.params), network.parameterCount);
  for (const layer of network.layers) {
    const { biasOffset, fanOut } = layer;
    if (usesActiveTerms(productsOf(layer, layout, rows, 1).forward, mode)) {
      emitFindNegativeZero(f, listing, layout.params + biasOffset * FLOAT_BYTES, fanOut);
    }
  }
  emitSpread(f, listing);
}

/** The outputs of every layer for `count` rows, and their lists, for which `zero` must be set. */
export function emitForward(
  f: FunctionBuilder,
  locals: ProductLocals,
  listing: ListLocals,
  network: Network,
  layout: FixedLayout,
  rows: RowMatrices,
  count: Count,
  mode: ProductMode,
): void {
  const isListed = areOutputsListed(network, layout, mode);
  for (const layer of network.layers) {
    const { index: l, fanOut } = layer;
    emitProduct(f, locals, productsOf(layer, layout, rows, count).forward, mode);
    const active = rows.active[l + 1];
    if (active !== undefined && isListed[l])
      emitLists(f, listing, layout.leftPackingTable, rows.activations[l + 1], fanOut, count, active);
  }
}

/** The function (inputs, count): the outputs of every layer for `count` rows of inputs at that address. */
export function forwardKernel(network: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [inputs, count] = f.params;
  const locals = productLocals(f);
  const listing = listLocals(f);
  const rows = rowMatrices(layout, network.sizes);
  emitSetZeroForParameters(f, locals, listing, network, layout, mode);
  emitForward(f, locals, listing, network, layout, withInputs(rows, at(0, inputs)), count, mode);
  return f;
}

/** The same matrices, but for the inputs. */
export function withInputs(rows: RowMatrices, inputs: Address): RowMatrices {
  return {
    ...rows,
    activations: [inputs, ...rows.activations.slice(1)],
  };
}

/**
 * The function (count): all gradients of the minibatch in activations[0], from the last layer's dActivations down. The
 * lists are those of the forward pass.
 */
export function backwardKernel({ layers, sizes }: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32']);
  const [count] = f.params;
  const locals = productLocals(f);
  const transposing = transposeLocals(f);
  const listing = listLocals(f);
  const rows = rowMatrices(layout, sizes);
  for (const layer of [...layers].reverse()) {
    const { index, fanIn, fanOut, weightOffset, biasOffset } = layer;
    const { weightGradient, biasGradient, inputGradient } = productsOf(layer, layout, rows, count);
    emitProduct(f, locals, biasGradient, mode);
    if (usesActiveRows(weightGradient, mode)) {
      // if some dOutput is infinite or NaN, its bias gradient is: then all units must be listed
      emitSetZero(f, listing, 0);
      emitFindInfinite(f, listing, locals.v128.sums.slice(0, 1), at(layout.grads + biasOffset * FLOAT_BYTES), fanOut);
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
    emitProduct(f, locals, weightGradient, mode);
    if (index === 0) continue; // nobody needs the gradient of the inputs
    emitTranspose(f, transposing, layout.params + weightOffset * FLOAT_BYTES, layout.transposed[index], fanIn, fanOut);
    emitProduct(f, locals, inputGradient, mode);
  }
  return f;
}
