export { modelToJavaScript } from './javascript.js';
export type { OnnxType } from './onnx-file.js';
export { onnxTypes } from './onnx-precision.js';
export { modelToOnnx } from './onnx.js';
