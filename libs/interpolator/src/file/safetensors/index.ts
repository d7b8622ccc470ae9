export { decodeSafetensors, type Safetensors } from './decode.js';
export { encodeSafetensors } from './encode.js';
export { requireFinite } from './require-finite.js';
export type { DataOf, Tensor } from './tensor.js';
