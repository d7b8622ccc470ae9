import { describe, expect, it } from 'vitest';
import { gflops, kernelJson, kernelTable, type KernelTiming } from './measure.js';

const forward: KernelTiming = {
  group: '5-64-1@32',
  name: 'forward',
  flops: 300_000,
  medianSeconds: 10e-6,
  minSeconds: 9.5e-6,
};
const load: KernelTiming = { group: '5-64-1@32', name: 'load', flops: 0, medianSeconds: 125e-9, minSeconds: 120e-9 };

describe('the report of the kernels', () => {
  it('divides the work by the median time', () => {
    expect(gflops(forward)).toBeCloseTo(30, 10);
    expect(gflops(load)).toBe(0);
  });

  it('is a table with aligned columns and the share of the peak', () => {
    expect(kernelTable([forward, load], 50)).toBe(
      [
        'network@batch  kernel   median (us)  min (us)  GFLOP/s  of peak',
        '5-64-1@32      forward        10.00      9.50     30.0      60%',
        '5-64-1@32      load            0.13      0.12        -        -',
      ].join('\n'),
    );
  });

  it('is JSON in full precision', () => {
    const report: unknown = JSON.parse(
      kernelJson([{ ...forward, medianSeconds: 2 ** -17, flops: 2 ** -17 * 30e9 }, load], 60),
    );
    expect(report).toMatchObject({
      peak_gflops: 60,
      kernels: [
        {
          network: '5-64-1@32',
          kernel: 'forward',
          flops: 2 ** -17 * 30e9,
          median_seconds: 2 ** -17,
          min_seconds: 9.5e-6,
          share_of_peak: 0.5,
        },
        { gflops: 0, share_of_peak: 0 },
      ],
    });
  });
});
