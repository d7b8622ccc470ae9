import { createReferenceEngine, describeNetwork } from '@fived/nn';
import { describe, expect, it } from 'vitest';
import { adamFlops, backwardFlops, forwardFlops, stageKernels, stageRows } from './stages.js';

describe('nominal work', () => {
  // 5-64-32-16-1: products of 5*64 + 64*32 + 32*16 + 16*1 = 2896 weights, 113 biases
  const network = describeNetwork([5, 64, 32, 16, 1]);

  it('counts a multiply-add as two', () => {
    expect(forwardFlops(network, 32)).toBe(185_344);
  });

  it('leaves out the input gradient of the first layer', () => {
    expect(backwardFlops(network, 32)).toBe(185_344 + 164_864);
  });

  it('counts twelve operations a parameter for Adam', () => {
    expect(adamFlops(network)).toBe(36_108);
  });

  it('is that of all stages in a whole step', () => {
    const kernels = stageKernels(createReferenceEngine, { sizes: [5, 4, 1], batchSize: 8 }, stageRows());
    const flops = new Map(kernels.map((kernel) => [kernel.name, kernel.flops]));
    expect([...flops.keys()]).toEqual(['load', 'forward', 'backward', 'Adam', 'whole step', 'evaluate 1500 rows']);
    // weights 20 + 4, biases 4 + 1
    expect([...flops.values()]).toEqual([0, 384, 448, 348, 1180, 72_000]);
  });

  it('is refused for a minibatch that the dataset cannot fill', () => {
    expect(() => stageKernels(createReferenceEngine, { sizes: [5, 1], batchSize: 7001 }, stageRows())).toThrow(
      'The batch size must be at most the 7000 training rows; got 7001.',
    );
  });
});
