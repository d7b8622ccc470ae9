/** The products of all layers, one function a stage; forward and backward of the reference engine. */
import type { Layer, Network } from '../../network.js';
import { FunctionBuilder } from '../function-builder.js';
import type { FixedLayout } from '../memory.js';
import { denseProducts, type LayerAddresses } from './dense.js';
import { at, FLOAT_BYTES, type Address } from './loops.js';
import { emitProduct } from './product.js';
import { productLocals, type ProductMode } from './tile.js';
import { emitTranspose, transposeLocals } from './transpose.js';

const addressesOf = ({ index: l, weightOffset, biasOffset }: Layer, layout: FixedLayout, input: Address): LayerAddresses => {
  const { params, grads, activations, dActivations, transposed, panel } = layout;
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
    panel,
  };
};

/** The function (inputs, count): the outputs of every layer for `count` rows of inputs at that address. */
export function forwardKernel({ layers }: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [inputs, rows] = f.params;
  const locals = productLocals(f);
  for (const layer of layers) {
    const input = layer.index === 0 ? at(0, inputs) : at(layout.activations[layer.index]);
    const { forward } = denseProducts(addressesOf(layer, layout, input), { ...layer, rows });
    emitProduct(f, locals, forward, mode);
  }
  return f;
}

/** The function (count): all gradients of the minibatch in activations[0], from the last layer's dActivations down. */
export function backwardKernel({ layers }: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32']);
  const [rows] = f.params;
  const locals = productLocals(f);
  const transposing = transposeLocals(f);
  for (const layer of [...layers].reverse()) {
    const { index, fanIn, fanOut, weightOffset } = layer;
    const products = denseProducts(addressesOf(layer, layout, at(layout.activations[index])), { ...layer, rows });
    emitProduct(f, locals, products.weightGradient, mode);
    emitProduct(f, locals, products.biasGradient, mode);
    if (index === 0) continue; // nobody needs the gradient of the inputs
    emitTranspose(f, transposing, layout.params + weightOffset * FLOAT_BYTES, layout.transposed[index], fanIn, fanOut);
    emitProduct(f, locals, products.inputGradient, mode);
  }
  return f;
}
