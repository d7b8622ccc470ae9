import { describe, expect, it } from 'vitest';
import { describeNetwork } from '../network.js';
import { adamDefaults } from '../engine.js';
import { createRelaxedSimdEngine } from './engine.js';
import { hasRelaxedSimd, hasSimd } from './support.js';

const rows = { x: Float32Array.of(1, 2), y: Float32Array.of(1), rowCount: 1 };
const options = {
  network: describeNetwork([2, 4, 1]),
  batchSize: 1,
  adam: adamDefaults,
  training: rows,
  validation: rows,
};

describe('what the runtime can do', () => {
  it('includes SIMD on every Node that is supported', () => {
    expect(hasSimd()).toBe(true);
  });

  it('says beforehand whether a relaxed engine can be made', () => {
    const make = (): unknown => createRelaxedSimdEngine(options);
    if (hasRelaxedSimd()) expect(make).not.toThrow();
    else expect(make).toThrow('relaxed SIMD');
  });
});
