/** The gradients of some of a layer's parameters, over all rows of the minibatch. */
import type { Layer, Network } from '../../network.js';
import { FunctionBuilder, type Local } from '../../simd/function-builder.js';
import { emitProductByRows, usesActiveRows } from '../../simd/kernels/active.js';
import { productsOf } from '../../simd/kernels/layers.js';
import { at, type Address } from '../../simd/kernels/loops.js';
import { emitProduct } from '../../simd/kernels/product.js';
import { productLocals, type ActiveUnits } from '../../simd/kernels/product-shape.js';
import { rowMatrices } from '../../simd/kernels/row-matrices.js';
import type { FixedLayout } from '../../simd/memory.js';

/**
 * The function (part, count): the gradients over `count` rows of the weights of one part, which is `units` inputs or
 * what is left of them. The last part includes the layer's biases.
 */
export function partGradientsKernel(
  { sizes }: Network,
  layer: Layer,
  layout: FixedLayout,
  units: number,
  wide: boolean,
): FunctionBuilder {
  const { fanIn } = layer;
  const parts = Math.ceil(fanIn / units);
  const f = new FunctionBuilder(['i32', 'i32']);
  const [part, count] = f.params;
  const locals = productLocals(f);
  const { biasGradient, weightGradient } = productsOf(layer, layout, rowMatrices(layout, sizes), count);
  if (parts === 1) {
    emitProduct(f, locals, biasGradient, wide);
    emitProduct(f, locals, weightGradient, wide);
    return f;
  }
  f.get(part);
  f.emit('i32.const', parts - 1);
  f.emit('i32.eq');
  f.if(() => {
    emitProduct(f, locals, biasGradient, wide);
  });
  // rows = min(units, fanIn - first)
  const first = scaled(part, units);
  const rows = f.local('i32');
  f.emit('i32.const', units);
  f.emit('i32.const', fanIn);
  f.get(first);
  f.emit('i32.sub');
  f.tee(rows);
  f.emit('i32.const', units);
  f.get(rows);
  f.emit('i32.lt_u');
  f.select('i32');
  f.set(rows);
  const { a, c } = weightGradient;
  const from = ({ base }: Address, stride: number): Address => at(base, scaled(first, stride));
  const own = {
    ...weightGradient,
    rows,
    a: a && { ...a, address: from(a.address, a.rowStride) },
    c: { ...c, address: from(c.address, c.rowStride) },
  };
  if (usesActiveRows(weightGradient, wide)) {
    emitProductByRows(f, locals, {
      ...weightGradient,
      ...own,
      a: { ...weightGradient.a, ...own.a },
      activeRows: partOf(weightGradient.activeRows),
    });
  } else {
    emitProduct(f, locals, own, wide);
  }
  return f;

  /** A new variable: the given one times a factor. */
  function scaled(variable: Local, factor: number): Local {
    const product = f.local('i32');
    f.get(variable);
    f.emit('i32.const', factor);
    f.emit('i32.mul');
    f.set(product);
    return product;
  }

  /** The entries of this part in the lists. */
  function partOf(lists: ActiveUnits): ActiveUnits {
    const { cuts } = lists;
    if (cuts === undefined) throw new Error(`The lists of layer ${layer.index} are not cut.`);
    const { pointers, stride } = cuts;
    const offset = scaled(part, stride);
    return { ...lists, begins: at(pointers.base, offset), ends: at(pointers.base + stride, offset) };
  }
}
