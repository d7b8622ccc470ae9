import { describe, expect, it } from 'vitest';
import type { KernelUnderTest } from './measure.js';
import { measureKernels } from './measure.js';

/** A clock that only the kernels move: each says how many nanoseconds a call takes. */
function fakes() {
  let ns = 0n;
  const sampleNs: number[] = [];
  const kernel = (name: string, nsOfCall: (call: number) => number): KernelUnderTest => {
    let calls = 0;
    return {
      group: 'g',
      name,
      flops: 100,
      run(times) {
        const startNs = ns;
        for (let i = 0; i < times; i++) ns += BigInt(nsOfCall(calls++));
        sampleNs.push(Number(ns - startNs));
      },
    };
  };
  return { clock: { name: 'fake', nowNs: () => ns }, kernel, sampleNs };
}

describe('measureKernels', () => {
  it('divides the time of a sample by its calls', () => {
    const { clock, kernel } = fakes();
    const [quick, slow] = measureKernels([kernel('quick', () => 500), kernel('slow', () => 30e6)], 3, clock);
    expect(quick).toEqual({ group: 'g', name: 'quick', flops: 100, medianSeconds: 5e-7, minSeconds: 5e-7 });
    expect(slow).toEqual({ group: 'g', name: 'slow', flops: 100, medianSeconds: 0.03, minSeconds: 0.03 });
  });

  it('takes samples of at least 20 ms, also when a kernel becomes quicker', () => {
    const { clock, kernel, sampleNs } = fakes();
    const [timing] = measureKernels([kernel('optimised late', (call) => (call < 60_000 ? 4000 : 100))], 5, clock);
    expect(timing.medianSeconds).toBe(1e-7);
    expect(sampleNs.slice(-5).every((sample) => sample >= 20e6)).toBe(true);
  });

  it('takes the kernels in turn and keeps the least of the samples', () => {
    const { clock, kernel } = fakes();
    const order: string[] = [];
    // Calls of 60 ms: the first four are the warm-up of 200 ms.
    const drifting = (name: string) =>
      kernel(name, (call) => {
        if (call >= 4) order.push(name);
        return call === 6 ? 40e6 : 60e6;
      });
    const [timing] = measureKernels([drifting('a'), drifting('b')], 3, clock);
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(timing).toMatchObject({ medianSeconds: 0.06, minSeconds: 0.04 });
  });
});
