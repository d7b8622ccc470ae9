/**
 * `@fived/nn/kernels`: the assembler and the emitted kernels one by one, to time and to study. Their signatures follow
 * the engine's needs and may change with any version.
 */
export { assemble } from './assembler.js';
export { FunctionBuilder } from './function-builder.js';
export { usesActiveRows, usesActiveTerms } from './kernels/active.js';
export { denseProducts, type DenseProduct, type LayerAddresses, type LayerShape } from './kernels/dense.js';
export { LEAST_LISTED_WIDTH, leftPackingTable, listsKernel, listStride } from './kernels/lists.js';
export { productKernel } from './kernels/product.js';
export { PANEL_COLUMNS, type ActiveUnits, type Product } from './kernels/product-shape.js';
