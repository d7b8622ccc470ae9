import { describe, expect, it } from 'vitest';
import { peakKernel } from './peak.js';
import { productKernels } from './products.js';

describe('the products of a layer', () => {
  it('are those of the largest layer between hidden layers, 2 B fanIn fanOut operations each', () => {
    const kernels = productKernels({ sizes: [5, 64, 32, 16, 1], batchSize: 32 });
    expect(kernels.map(({ group, name, flops }) => [group, name, flops])).toEqual([
      ['64x32@32', 'forward', 131_072],
      ['64x32@32', 'input gradient', 131_072],
      ['64x32@32', 'weight gradient', 131_072],
      ['64x32@32', 'forward, no zeros', 131_072],
      ['64x32@32', 'input gradient, no zeros', 131_072],
      ['64x32@32', 'weight gradient, no zeros', 131_072],
      ['64x32@32', 'lists of 64 units', 0],
      ['64x32@32', 'lists of 32 units', 0],
    ]);
  });

  it.each([
    [[5, 7, 3, 1], 1],
    [[5, 3, 9, 2, 1], 5],
    [[5, 600, 520, 1], 3],
    [[5, 47, 96, 1], 70],
  ])('run inside their memory for %j at batch size %i', (sizes, batchSize) => {
    for (const { run } of productKernels({ sizes, batchSize }))
      expect(() => {
        run(2);
      }).not.toThrow();
  });

  it('are named twice only where leaving out zeros is another kernel', () => {
    const names = productKernels({ sizes: [5, 64, 20, 1], batchSize: 32 }).map(({ name }) => name);
    expect(names).toEqual(['forward', 'input gradient', 'weight gradient', 'forward, no zeros', 'lists of 64 units']);
    expect(
      productKernels({ sizes: [5, 64, 32, 1], batchSize: 32 }, true).filter(({ name }) => name.includes('no zeros')),
    ).toEqual([]);
  });

  it('are none where no layer lies between hidden layers', () => {
    expect(productKernels({ sizes: [5, 64, 1], batchSize: 32 })).toEqual([]);
  });
});

describe('the loop for the peak', () => {
  it('is of 12 chains of 4 lanes, 32 rounds a turn, 50 turns, two operations each', () => {
    const { name, flops, run } = peakKernel();
    expect([name, flops]).toEqual(['fused multiply-adds', 2 * 12 * 4 * 32 * 50]);
    expect(() => {
      run(1);
    }).not.toThrow();
  });
});
