/** The products of all layers, one function a stage; forward and backward of the reference engine. */
import type { Layer, Network } from '../../network.js';
import { FunctionBuilder } from '../function-builder.js';
import type { FixedLayout } from '../memory.js';
import { usesActiveRows, usesActiveTerms } from './active.js';
import { denseProducts, type LayerAddresses } from './dense.js';
import { at, FLOAT_BYTES, type Address } from './loops.js';
import { emitFindInfinite, emitFindNegativeZero, emitListAllIfInfinite, emitLists, emitSetZero, emitSpread, listLocals } from './lists.js';
import { emitProduct } from './product.js';
import { productLocals, type ProductMode } from './product-shape.js';
import { emitTranspose, transposeLocals } from './transpose.js';

/** Where a layer finds its matrices, given where its input lies. */
export const addressesOf = ({ index: l, weightOffset, biasOffset }: Layer, layout: FixedLayout, input: Address): LayerAddresses => {
  const { params, grads, activations, dActivations, slopes, transposed, panel, active } = layout;
  return {
    input,
    weight: at(params + weightOffset * FLOAT_BYTES),
    transposed: at(transposed[l]),
    bias: at(params + biasOffset * FLOAT_BYTES),
    output: at(activations[l + 1]),
    dOutput: at(dActivations[l + 1]),
    dInput: at(dActivations[l]),
    dWeight: at(grads + weightOffset * FLOAT_BYTES),
    dBias: at(grads + biasOffset * FLOAT_BYTES),
    inputSlopes: slopes[l],
    outputSlopes: slopes[l + 1],
    panel,
    activeInputs: active[l],
    activeOutputs: active[l + 1],
  };
};

/** The function (inputs, count): the outputs of every layer for `count` rows of inputs at that address. */
export function forwardKernel({ layers, parameterCount }: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [inputs, rows] = f.params;
  const locals = productLocals(f);
  const listing = listLocals(f);
  const products = layers.map((layer) => {
    const input = layer.index === 0 ? at(0, inputs) : at(layout.activations[layer.index]);
    return denseProducts(addressesOf(layer, layout, input), { ...layer, rows });
  });
  // the lists of layer l's outputs serve both gradients too
  const isListed = layers.map(
    ({ index: l }) =>
      (l + 1 < layers.length && (usesActiveTerms(products[l + 1].forward, mode) || usesActiveRows(products[l + 1].weightGradient, mode))) ||
      (l > 0 && usesActiveTerms(products[l].inputGradient, mode)),
  );
  if (isListed.includes(true)) {
    emitSetZero(f, listing, 0);
    emitFindInfinite(f, listing, locals.v128.sums.slice(0, 8), layout.params, parameterCount);
    for (const { index: l, biasOffset, fanOut } of layers) {
      if (usesActiveTerms(products[l].forward, mode)) emitFindNegativeZero(f, listing, layout.params + biasOffset * FLOAT_BYTES, fanOut);
    }
    emitSpread(f, listing);
  }
  for (const { index: l, fanOut } of layers) {
    emitProduct(f, locals, products[l].forward, mode);
    const active = layout.active[l + 1];
    if (active !== undefined && isListed[l]) {
      emitLists(f, listing, layout.leftPackingTable, at(layout.activations[l + 1]), fanOut, rows, active);
    }
  }
  return f;
}

/**
 * The function (count): all gradients of the minibatch in activations[0], from the last layer's dActivations down. The
 * lists are those of the forward pass.
 */
export function backwardKernel({ layers }: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32']);
  const [rows] = f.params;
  const locals = productLocals(f);
  const transposing = transposeLocals(f);
  const listing = listLocals(f);
  for (const layer of [...layers].reverse()) {
    const { index, fanIn, fanOut, weightOffset } = layer;
    const addresses = addressesOf(layer, layout, at(layout.activations[index]));
    const { weightGradient, biasGradient, inputGradient } = denseProducts(addresses, { ...layer, rows });
    emitProduct(f, locals, biasGradient, mode);
    if (usesActiveRows(weightGradient, mode)) {
      // if some dOutput is infinite or NaN, its bias gradient is: then all units must be listed
      emitSetZero(f, listing, 0);
      emitFindInfinite(f, listing, locals.v128.sums.slice(0, 1), addresses.dBias.base, fanOut);
      emitListAllIfInfinite(f, listing, () => {
        emitLists(f, listing, layout.leftPackingTable, addresses.input, fanIn, rows, weightGradient.activeRows);
      });
    }
    emitProduct(f, locals, weightGradient, mode);
    if (index === 0) continue; // nobody needs the gradient of the inputs
    emitTranspose(f, transposing, layout.params + weightOffset * FLOAT_BYTES, layout.transposed[index], fanIn, fanOut);
    emitProduct(f, locals, inputGradient, mode);
  }
  return f;
}
