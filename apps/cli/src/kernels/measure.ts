/** Times kernels in turn, so that a slow phase of the machine affects all of them alike. */
import { summarize, systemClock, type Clock } from '@fived/bench';
import type { KernelUnderTest } from './kernel.js';

export interface KernelTiming {
  readonly group: string;
  readonly name: string;
  readonly flops: number;
  /** The median time of one call. */
  readonly medianSeconds: number;
  readonly minSeconds: number;
}

/** Long enough that the clock and the call around the loop do not count. */
export const LEAST_SAMPLE_SECONDS = 0.02;

/** V8 optimises a function some time after it became hot. */
const WARM_UP_SECONDS = 0.2;

const secondsOf = (clock: Clock, work: () => void): number => {
  const startNs = clock.nowNs();
  work();
  return Number(clock.nowNs() - startNs) / 1e9;
};

/**
 * @param samples of each kernel, at least 1; each takes at least LEAST_SAMPLE_SECONDS
 * @returns the timings in the order of the kernels
 */
export function measureKernels(
  kernels: readonly KernelUnderTest[],
  samples: number,
  clock: Clock = systemClock,
): readonly KernelTiming[] {
  const states = kernels.map((kernel) => ({ kernel, times: 1, secondsACall: [] as number[] }));
  for (const state of states) {
    let spentSeconds = 0;
    while (spentSeconds < WARM_UP_SECONDS) spentSeconds += takeSample(state, clock) * state.times;
  }
  for (let sample = 0; sample < samples; sample++) {
    for (const state of states) state.secondsACall.push(takeSample(state, clock));
  }
  return states.map(({ kernel: { group, name, flops }, secondsACall }) => {
    const { median, min } = summarize(secondsACall);
    return { group, name, flops, medianSeconds: median, minSeconds: min };
  });
}

/** Seconds a call, from a sample that is long enough. A shorter one is taken again with twice the calls. */
function takeSample(state: { readonly kernel: KernelUnderTest; times: number }, clock: Clock): number {
  for (;;) {
    const seconds = secondsOf(clock, () => {
      state.kernel.run(state.times);
    });
    if (seconds >= LEAST_SAMPLE_SECONDS) return seconds / state.times;
    state.times *= 2;
  }
}
