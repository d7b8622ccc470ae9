/**
 * J'J (`../gram.ts`) with the tiles of the dense layers' products (`kernels/product.ts`), a panel of 32 columns at a
 * time. Each panel is computed only down to the diagonal.
 */
import { GRAM_ROWS, type Gram } from '../gram.js';
import { assemble } from './assembler.js';
import { FunctionBuilder } from './function-builder.js';
import { at, FLOAT_BYTES } from './kernels/loops.js';
import { emitProduct } from './kernels/product.js';
import { PANEL_COLUMNS, productLocals } from './kernels/product-shape.js';

const PAGE_BYTES = 65536;

/**
 * The module's export: multiplies `rowCount` rows of the result by the panel that starts `columnBytes` into each row.
 */
interface Kernels {
  panel(rowCount: number, columnBytes: number, terms: number): void;
}

export function createSimdGram(columnCount: number): Gram {
  const stride = Math.ceil(columnCount / PANEL_COLUMNS) * PANEL_COLUMNS;
  const strideBytes = stride * FLOAT_BYTES;
  const productsAddress = GRAM_ROWS * strideBytes;
  const pages = Math.ceil((productsAddress + stride * strideBytes) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const module = new WebAssembly.Module(assemble({ pages: 1 }, { panel: panelKernel(strideBytes, productsAddress) }));
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
  return {
    stride,
    rowCapacity: GRAM_ROWS,
    rows: new Float32Array(memory.buffer, 0, GRAM_ROWS * stride),
    products: new Float32Array(memory.buffer, productsAddress, stride * stride),
    multiply(count: number): void {
      for (let column = 0; column < stride; column += PANEL_COLUMNS)
        kernels.panel(column + PANEL_COLUMNS, column * FLOAT_BYTES, count);
    },
  };
}

function panelKernel(strideBytes: number, productsAddress: number): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32']);
  const [rows, columnBytes, terms] = f.params;
  emitProduct(
    f,
    productLocals(f),
    {
      rows,
      columns: PANEL_COLUMNS,
      terms,
      a: { address: at(0), rowStride: FLOAT_BYTES, termStride: strideBytes },
      b: { address: at(0, columnBytes), termStride: strideBytes },
      c: { address: at(productsAddress, columnBytes), rowStride: strideBytes },
    },
    false,
  );
  return f;
}
