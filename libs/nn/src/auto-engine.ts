import type { Engine, EngineOptions } from './engine.js';
import { createReferenceEngine } from './reference/engine.js';
import { createSimdEngine } from './simd/engine.js';
import { simdObstacle } from './simd/support.js';

/**
 * The SIMD engine, or the reference engine where that cannot be used (`simdObstacle` says why): the same bits, some
 * fifty times slower. The engine's name says which it is.
 */
export const createAutoEngine = (options: EngineOptions): Engine =>
  simdObstacle() === undefined ? createSimdEngine(options) : createReferenceEngine(options);
