export { decodeSafetensors, type Safetensors } from './decode.js';
export { encodeSafetensors } from './encode.js';
export { requireFinite, type DataOf, type Tensor } from './tensor.js';
