/** The products of all layers, one function a stage; forward and backward of the reference engine. */
import type { Network } from '../../network.js';
import { FunctionBuilder } from '../function-builder.js';
import type { FixedLayout } from '../memory.js';
import { at, FLOAT_BYTES, type Address } from './loops.js';
import { emitProduct, productLocals, type ProductMode } from './product.js';
import { emitTranspose, transposeLocals } from './transpose.js';

/** The function (inputs, count): the outputs of every layer for `count` rows of inputs at that address. */
export function forwardKernel({ layers }: Network, { params, activations }: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [inputs, count] = f.params;
  const locals = productLocals(f);
  // output = input weight + bias, and its ReLU
  layers.forEach(({ fanIn, fanOut, weightOffset, biasOffset, activation }, l) => {
    const input: Address = l === 0 ? at(0, inputs) : at(activations[l]);
    emitProduct(
      f,
      locals,
      {
        rows: count,
        columns: fanOut,
        terms: fanIn,
        a: { address: input, rowStride: fanIn * FLOAT_BYTES, termStride: FLOAT_BYTES },
        b: { address: at(params + weightOffset * FLOAT_BYTES), termStride: fanOut * FLOAT_BYTES },
        c: { address: at(activations[l + 1]), rowStride: fanOut * FLOAT_BYTES },
        start: at(params + biasOffset * FLOAT_BYTES),
        finish: activation === 'relu' ? 'relu' : undefined,
      },
      mode,
    );
  });
  return f;
}

/** The function (count): all gradients of the minibatch in activations[0], from the last layer's dActivations down. */
export function backwardKernel({ layers }: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const { params, grads, activations, dActivations, transposed } = layout;
  const f = new FunctionBuilder(['i32']);
  const [count] = f.params;
  const locals = productLocals(f);
  const transposing = transposeLocals(f);
  for (const { index: l, fanIn, fanOut, weightOffset, biasOffset } of [...layers].reverse()) {
    const input = at(activations[l]);
    const dOutput = at(dActivations[l + 1]);
    const dWeight = at(grads + weightOffset * FLOAT_BYTES);
    const inputStride = fanIn * FLOAT_BYTES;
    const outputStride = fanOut * FLOAT_BYTES;
    // dWeight = input' dOutput; a single output column is computed as the row dOutput' input, which lies the same way
    emitProduct(
      f,
      locals,
      fanOut === 1
        ? {
            rows: 1,
            columns: fanIn,
            terms: count,
            a: { address: dOutput, rowStride: FLOAT_BYTES, termStride: FLOAT_BYTES },
            b: { address: input, termStride: inputStride },
            c: { address: dWeight, rowStride: inputStride },
          }
        : {
            rows: fanIn,
            columns: fanOut,
            terms: count,
            a: { address: input, rowStride: FLOAT_BYTES, termStride: inputStride },
            b: { address: dOutput, termStride: outputStride },
            c: { address: dWeight, rowStride: outputStride },
          },
      mode,
    );
    // dBias = sum over the rows of dOutput
    emitProduct(
      f,
      locals,
      {
        rows: 1,
        columns: fanOut,
        terms: count,
        b: { address: dOutput, termStride: outputStride },
        c: { address: at(grads + biasOffset * FLOAT_BYTES), rowStride: outputStride },
      },
      mode,
    );
    // dInput = dOutput weight', through the ReLU of the layer below
    if (l === 0) continue;
    emitTranspose(f, transposing, params + weightOffset * FLOAT_BYTES, transposed[l], fanIn, fanOut);
    emitProduct(
      f,
      locals,
      {
        rows: count,
        columns: fanIn,
        terms: fanOut,
        a: { address: dOutput, rowStride: outputStride, termStride: FLOAT_BYTES },
        b: { address: at(transposed[l]), termStride: inputStride },
        c: { address: at(dActivations[l]), rowStride: inputStride },
        finish: { mask: input },
      },
      mode,
    );
  }
  return f;
}
