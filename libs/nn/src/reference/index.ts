/** `@fived/nn/reference`: the functions that define the arithmetic, for whoever studies them one by one. */
export { adamKernel, type AdamStep, type AdamVectors } from './adam.js';
export { denseKernels, type DenseLayer, type Round } from './dense.js';
export { createFloat64Engine, createReferenceEngine, type ReferenceEngine } from './engine.js';
export { fma32, type MultiplyAdd } from './fma32.js';
export { mseKernels } from './mse.js';
export { reluKernels } from './relu.js';
export { siluKernels } from './silu.js';
export { advanceStepSize } from './step-size.js';
