/**
 * A dense layer's three products and the sum for its biases; `reference/dense.ts`:
 *
 *     output  = input weight + bias        dInput = dOutput weight'
 *     dWeight = input' dOutput             dBias  = sum over B of dOutput
 *
 * Each is many sums, and each term of a sum is one line of the reference:
 *
 *     output[at + o] = fma(x, weight[from + o], output[at + o]);
 *     sum            = multiplyAdd(x in every lane, b, sum)
 *
 * A vector holds four neighbouring sums, of o to o + 3, and so takes four neighbouring values of B. This file says
 * which matrices the products read and write. `product.ts` and `tile.ts` make the loops over rows, columns and terms.
 */
import type { HiddenActivation } from '../../network.js';
import { FLOAT_BYTES, type Address, type Count } from './loops.js';
import type { ActiveUnits, Product } from './product-shape.js';

/** Where a layer's matrices lie. All are row-major. */
export interface LayerAddresses {
  /** (B, fanIn) */
  readonly input: Address;
  /** (fanIn, fanOut), and (fanOut, fanIn) */
  readonly weight: Address;
  readonly transposed: Address;
  /** (fanOut) */
  readonly bias: Address;
  /** (B, fanOut) */
  readonly output: Address;
  readonly dOutput: Address;
  /** (B, fanIn) */
  readonly dInput: Address;
  /** (fanIn, fanOut) and (fanOut) */
  readonly dWeight: Address;
  readonly dBias: Address;
  /**
   * Slopes of the smooth activation of the layer below, (B, fanIn), and of this layer, (B, fanOut); omitted for a ReLU.
   */
  readonly inputSlopes?: Address;
  readonly outputSlopes?: Address;
  /** Room for a block of columns (see `Product.panel`). */
  readonly panel: number;
  /** Which inputs are not zero, and which outputs; omitted where all must count. */
  readonly activeInputs?: ActiveUnits;
  readonly activeOutputs?: ActiveUnits;
}

export interface LayerShape {
  readonly rows: Count;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly activation: HiddenActivation | 'identity';
}

export type DenseProduct = 'forward' | 'weightGradient' | 'biasGradient' | 'inputGradient';

/**
 * From this width on, a matrix's columns are copied block by block: rows 2 KiB apart share the same few places of the
 * first-level cache (measured: docs/decisions/0007-simd-kernels.md).
 */
const WIDE_COLUMNS = 512;

/** What happens to the outputs: nothing, or the activation. */
const outputFinish = (activation: LayerShape['activation'], slopes: Address | undefined): Product['finish'] => {
  if (activation === 'relu') return 'relu';
  if (activation === 'identity') return undefined;
  if (slopes === undefined) throw new Error('A smooth activation needs room for its slopes.');
  return { slopes };
};

/**
 * @param shape its activation is this layer's; the input gradient passes a ReLU of the layer below, unless that layer
 * has slopes
 */
export function denseProducts(
  a: LayerAddresses,
  { rows, fanIn, fanOut, activation }: LayerShape,
): Readonly<Record<DenseProduct, Product>> {
  const inputStride = fanIn * FLOAT_BYTES;
  const outputStride = fanOut * FLOAT_BYTES;
  const panelFor = (columns: number): number | undefined => (columns >= WIDE_COLUMNS ? a.panel : undefined);
  return {
    forward: {
      rows,
      columns: fanOut,
      terms: fanIn,
      a: { address: a.input, rowStride: inputStride, termStride: FLOAT_BYTES },
      b: { address: a.weight, termStride: outputStride },
      c: { address: a.output, rowStride: outputStride },
      start: a.bias,
      finish: outputFinish(activation, a.outputSlopes),
      panel: panelFor(fanOut),
      activeTerms: a.activeInputs,
    },
    weightGradient:
      fanOut === 1
        ? // a single column is computed as the row dOutput' input, which has the same layout
          {
            rows: 1,
            columns: fanIn,
            terms: rows,
            a: { address: a.dOutput, rowStride: FLOAT_BYTES, termStride: FLOAT_BYTES },
            b: { address: a.input, termStride: inputStride },
            c: { address: a.dWeight, rowStride: inputStride },
          }
        : {
            rows: fanIn,
            columns: fanOut,
            terms: rows,
            a: { address: a.input, rowStride: FLOAT_BYTES, termStride: inputStride },
            b: { address: a.dOutput, termStride: outputStride },
            c: { address: a.dWeight, rowStride: outputStride },
            panel: panelFor(fanOut),
            activeRows: a.activeInputs,
          },
    biasGradient: {
      rows: 1,
      columns: fanOut,
      terms: rows,
      b: { address: a.dOutput, termStride: outputStride },
      c: { address: a.dBias, rowStride: outputStride },
    },
    inputGradient: {
      rows,
      columns: fanIn,
      terms: fanOut,
      a: { address: a.dOutput, rowStride: outputStride, termStride: FLOAT_BYTES },
      b: { address: a.transposed, termStride: inputStride },
      c: { address: a.dInput, rowStride: inputStride },
      finish: a.inputSlopes === undefined ? { mask: a.input } : { factors: a.inputSlopes },
      panel: panelFor(fanIn),
      activeTerms: a.activeOutputs,
    },
  };
}
