/**
 * The three products of one dense layer on their own, as the SIMD engine makes them: with all terms, and without zeros.
 */
import { describeNetwork } from '@fived/nn';
import {
  denseProducts,
  LEAST_LISTED_WIDTH,
  leftPackingTable,
  listsKernel,
  listStride,
  PANEL_COLUMNS,
  productKernel,
  usesActiveRows,
  usesActiveTerms,
  type ActiveUnits,
  type Product,
} from '@fived/nn/kernels';
import { Xoshiro128 } from '@fived/random';
import { emittedKernel, type EmittedKernel } from './emitted.js';
import type { KernelUnderTest } from './measure.js';
import type { NetworkCase } from './stages.js';

const FLOAT_BYTES = 4;
/** A cache line. */
const ALIGNMENT = 64;

type Body = Pick<EmittedKernel, 'name' | 'flops' | 'body'>;

/** Places the matrices and lists of a layer one after the other; the table of `leftPackingTable` comes first. */
function placeLayer(rows: number, fanIn: number, fanOut: number) {
  let byteLength = 0;
  const placeBytes = (bytes: number): number => {
    const base = byteLength;
    byteLength += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return base;
  };
  const place = (floats: number): { readonly base: number } => ({ base: placeBytes(floats * FLOAT_BYTES) });
  placeBytes(leftPackingTable().length);
  const placeLists = (width: number): ActiveUnits => ({
    lists: { base: placeBytes(rows * listStride(width)) },
    listStride: listStride(width),
    ends: { base: placeBytes(rows * FLOAT_BYTES) },
  });
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
    panel: placeBytes(PANEL_COLUMNS * Math.max(rows, fanIn, fanOut) * FLOAT_BYTES),
    activeInputs: placeLists(fanIn),
    activeOutputs: placeLists(fanOut),
  };
  return { addresses, byteLength };
}

const PRODUCTS = [
  ['forward', 'forward'],
  ['inputGradient', 'input gradient'],
  ['weightGradient', 'weight gradient'],
] as const;

/** The products of the network's largest layer between two hidden layers; none if there is no such layer. */
export function productKernels({ sizes, batchSize: rows }: NetworkCase, wide = false): readonly KernelUnderTest[] {
  const inner = describeNetwork(sizes).layers.slice(1, -1);
  if (inner.length === 0) return [];
  const { fanIn, fanOut } = inner.reduce((largest, layer) =>
    layer.fanIn * layer.fanOut > largest.fanIn * largest.fanOut ? layer : largest,
  );
  const { addresses, byteLength } = placeLayer(rows, fanIn, fanOut);
  const { input, output, activeInputs, activeOutputs } = addresses;
  const shape = { rows, fanIn, fanOut, activation: 'relu' } as const;
  const dense = denseProducts({ ...addresses, activeInputs: undefined, activeOutputs: undefined }, shape);
  const active = denseProducts(addresses, shape);
  const flops = 2 * rows * fanIn * fanOut;
  const kernel = (name: string, product: Product): Body => ({ name, flops, body: productKernel(product, wide) });
  const lists = [
    { width: fanIn, values: input, active: activeInputs },
    { width: fanOut, values: output, active: activeOutputs },
  ]
    .filter(({ width }) => width >= LEAST_LISTED_WIDTH)
    .map(({ width, values, active: listed }) => ({
      name: `lists of ${width} units`,
      flops: 0,
      body: listsKernel(0, values, width, rows, listed),
    }));

  return [
    ...PRODUCTS.map(([product, name]) => kernel(name, dense[product])),
    // a product that uses no lists would be the same again
    ...PRODUCTS.filter(
      ([product]) => usesActiveTerms(active[product], wide) || usesActiveRows(active[product], wide),
    ).map(([product, name]) => kernel(`${name}, no zeros`, active[product])),
    ...lists,
  ].map((part) =>
    emittedKernel({
      group: `${fanIn}x${fanOut}@${rows}`,
      ...part,
      byteLength,
      fill: (memory) => {
        // values of both signs, far from overflow and from denormals
        memory.forEach((_, i) => {
          memory[i] = Math.sin(i + 1) / 8;
        });
        new Uint8Array(memory.buffer, memory.byteOffset).set(leftPackingTable());
        // half of what comes from a ReLU is zero, in scattered places
        fillRelu(memory, input.base, rows * fanIn);
        fillRelu(memory, output.base, rows * fanOut);
      },
      prepare: lists.map(({ body }) => body),
    }),
  );
}

/** Sets half of the values to zero, in an order that no processor can foresee. */
function fillRelu(memory: Float32Array, address: number, count: number): void {
  const random = new Xoshiro128(1);
  for (let i = 0; i < count; i++) {
    if (random.next32() % 2 === 0) memory[address / FLOAT_BYTES + i] = 0;
  }
}
