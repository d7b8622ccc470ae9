/**
 * The backward pass in two halves: the gradients of a thread's rows, then those of its parameters. Together they are the
 * `backwardKernel` of `simd/kernels/layers.ts`, with the same products.
 */
import type { Layer, Network } from '../../network.js';
import { FunctionBuilder } from '../../simd/function-builder.js';
import { usesActiveRows } from '../../simd/kernels/active.js';
import { denseProducts } from '../../simd/kernels/dense.js';
import { addressesOf } from '../../simd/kernels/layers.js';
import { emitFindInfinite, emitListAllIfInfinite, emitLists, emitSetZero, listLocals } from '../../simd/kernels/lists.js';
import { at, FLOAT_BYTES, type Address, type Count } from '../../simd/kernels/loops.js';
import { emitProduct } from '../../simd/kernels/product.js';
import { productLocals, type ActiveUnits, type Product, type ProductMode } from '../../simd/kernels/product-shape.js';
import { emitTranspose, transposeLocals } from '../../simd/kernels/transpose.js';
import type { FixedLayout } from '../../simd/memory.js';
import type { WeightPart } from '../plan.js';

const productsOf = (layer: Layer, layout: FixedLayout, rows: Count): ReturnType<typeof denseProducts> =>
  denseProducts(addressesOf(layer, layout, at(layout.activations[layer.index])), { ...layer, rows });

/**
 * The function (count): the gradients of all activations of `count` rows, from the last layer's dActivations down.
 *
 * All units of these rows are listed anew where a gradient is infinite or NaN, since the weight gradients read these lists.
 * (The single-thread engine lists them for all rows. Where the gradients of a row are finite, its zeros change no sum.)
 */
export function rowGradientsKernel({ layers }: Network, layout: FixedLayout, mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32']);
  const [rows] = f.params;
  const locals = productLocals(f);
  const transposing = transposeLocals(f);
  const listing = listLocals(f);
  const values = f.local('i32');
  for (const layer of [...layers].reverse()) {
    const { index, fanIn, fanOut, weightOffset } = layer;
    if (index === 0) continue; // nobody needs the gradient of the inputs
    const { weightGradient, inputGradient } = productsOf(layer, layout, rows);
    if (usesActiveRows(weightGradient, mode)) {
      f.get(rows);
      f.emit('i32.const', fanOut);
      f.emit('i32.mul');
      f.set(values);
      emitSetZero(f, listing, 0);
      emitFindInfinite(f, listing, locals.v128.sums.slice(0, 8), layout.dActivations[index + 1], values);
      emitListAllIfInfinite(f, listing, () => {
        emitLists(f, listing, layout.leftPackingTable, at(layout.activations[index]), fanIn, rows, weightGradient.activeRows);
      });
    }
    emitTranspose(f, transposing, layout.params + weightOffset * FLOAT_BYTES, layout.transposed[index], fanIn, fanOut);
    emitProduct(f, locals, inputGradient, mode);
  }
  return f;
}

/** The function (count): the gradients of the given parameters, over `count` rows. */
export function parameterGradientsKernel({ layers }: Network, layout: FixedLayout, parts: readonly WeightPart[], mode: ProductMode): FunctionBuilder {
  const f = new FunctionBuilder(['i32']);
  const [rows] = f.params;
  const locals = productLocals(f);
  for (const part of [...parts].reverse()) {
    const { weightGradient, biasGradient } = productsOf(layers[part.layer], layout, rows);
    if (part.hasBiases) emitProduct(f, locals, biasGradient, mode);
    emitProduct(f, locals, unitsOf(weightGradient, part, layers[part.layer]), mode);
  }
  return f;
}

/** The part of a weight gradient that belongs to some of the layer's inputs. */
function unitsOf(whole: Product, { first, end }: WeightPart, { fanIn, fanOut }: Layer): Product {
  if (first === 0 && end === fanIn) return whole;
  const from = ({ base, plus }: Address, bytes: number): Address => at(base + bytes, plus);
  const { a, b, c, activeRows } = whole;
  if (fanOut === 1) {
    // one row, whose columns are the inputs
    return {
      ...whole,
      columns: end - first,
      b: { ...b, address: from(b.address, first * FLOAT_BYTES) },
      c: { ...c, address: from(c.address, first * FLOAT_BYTES) },
    };
  }
  return {
    ...whole,
    rows: end - first,
    a: a && { ...a, address: from(a.address, first * a.rowStride) },
    c: { ...c, address: from(c.address, first * c.rowStride) },
    activeRows: activeRows && listsOf(activeRows, first, end),
  };
}

/** The part of each list that names units first .. end - 1. */
function listsOf(active: ActiveUnits, first: number, end: number): ActiveUnits {
  const cutAt = (unit: number): number | undefined => active.cuts?.find((cut) => cut.unit === unit)?.pointers;
  const begins = cutAt(first);
  return { ...active, ends: cutAt(end) ?? active.ends, part: begins === undefined ? undefined : { first, begins } };
}
