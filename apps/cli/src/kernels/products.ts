/** The three products of one dense layer by themselves, as the SIMD engine makes them. */
import { denseProducts, describeNetwork, productKernel, type LayerAddresses } from '@fived/nn';
import { emittedKernel } from './emitted.js';
import type { KernelUnderTest } from './kernel.js';
import type { NetworkCase } from './stages.js';

const FLOAT_BYTES = 4;
/** A cache line. */
const ALIGNMENT = 64;

/** Floats of a block of columns, for each of its terms. */
const PANEL_COLUMNS = 16;

/** Places the matrices of a layer one after the other. */
function placeLayer(rows: number, fanIn: number, fanOut: number): { readonly addresses: LayerAddresses; readonly byteLength: number } {
  let byteLength = 0;
  const place = (floats: number): { readonly base: number } => {
    const base = byteLength;
    byteLength += Math.ceil((floats * FLOAT_BYTES) / ALIGNMENT) * ALIGNMENT;
    return { base };
  };
  const addresses = {
    input: place(rows * fanIn),
    weight: place(fanIn * fanOut),
    transposed: place(fanIn * fanOut),
    bias: place(fanOut),
    output: place(rows * fanOut),
    dOutput: place(rows * fanOut),
    dInput: place(rows * fanIn),
    dWeight: place(fanIn * fanOut),
    dBias: place(fanOut),
    panel: place(PANEL_COLUMNS * Math.max(rows, fanIn, fanOut)).base,
  };
  return { addresses, byteLength };
}

/** Of the network's largest layer between hidden layers; none if there is no such layer. */
export function productKernels({ sizes, batchSize: rows }: NetworkCase, mode: { readonly fused: boolean; readonly wide: boolean }): readonly KernelUnderTest[] {
  const inner = describeNetwork(sizes).layers.slice(1, -1);
  if (inner.length === 0) return [];
  const { fanIn, fanOut } = inner.reduce((largest, layer) => (layer.fanIn * layer.fanOut > largest.fanIn * largest.fanOut ? layer : largest));
  const { addresses, byteLength } = placeLayer(rows, fanIn, fanOut);
  const { forward, inputGradient, weightGradient } = denseProducts(addresses, { rows, fanIn, fanOut, activation: 'relu' });
  const products = { forward, 'input gradient': inputGradient, 'weight gradient': weightGradient };

  return Object.entries(products).map(([name, product]) =>
    emittedKernel({
      group: `${fanIn}x${fanOut}@${rows}`,
      name,
      flops: 2 * rows * fanIn * fanOut,
      body: productKernel(product, mode),
      byteLength,
      fill: (memory) => {
        // values of both signs, far from overflow and from denormals
        memory.forEach((_, i) => {
          memory[i] = Math.sin(i + 1) / 8;
        });
      },
    }),
  );
}
