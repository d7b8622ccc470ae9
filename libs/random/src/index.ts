export { exp } from './fdlibm/exp.js';
export { log1p } from './fdlibm/log1p.js';
export { cos, sin } from './fdlibm/sin-cos.js';
export { defaultRng, Generator } from './generator.js';
export { RandomState } from './random-state.js';
export { SeedSequence, type Seed } from './seed-sequence.js';
export { Xoshiro128 } from './xoshiro128.js';
