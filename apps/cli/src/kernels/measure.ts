/**
 * Times kernels in turn, so that a slow phase of the machine affects all of them alike, and makes a table and JSON of
 * the times.
 */
import { summarize, systemClock, type Clock } from '@fived/bench';
import { alignColumns } from '../text.js';

/** What is timed on its own. */
export interface KernelUnderTest {
  /** The network and batch size, e.g. "5-64-32-16-1@32". */
  readonly group: string;
  readonly name: string;
  /** Operations of one call: nominal dense work, a multiply-add counted as two. 0 for a kernel that only moves data. */
  readonly flops: number;
  /** Makes that many calls. */
  readonly run: (times: number) => void;
}

export interface KernelTiming extends Omit<KernelUnderTest, 'run'> {
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

/** Nominal work by the median time. 0 for a kernel that only moves data. */
export function gflops({ flops, medianSeconds }: KernelTiming): number {
  return flops / medianSeconds / 1e9;
}

const header = ['network@batch', 'kernel', 'median (us)', 'min (us)', 'GFLOP/s', 'of peak'];

const NONE = '-';
const MICROSECONDS = 1e6;

/** @param peakGflops the processor's peak at 128 bits, measured in the same run */
export function kernelTable(timings: readonly KernelTiming[], peakGflops: number): string {
  const rows = timings.map((timing) => {
    const rate = gflops(timing);
    return [
      timing.group,
      timing.name,
      (timing.medianSeconds * MICROSECONDS).toFixed(2),
      (timing.minSeconds * MICROSECONDS).toFixed(2),
      rate === 0 ? NONE : rate.toFixed(1),
      rate === 0 ? NONE : `${((100 * rate) / peakGflops).toFixed(0)}%`,
    ];
  });
  return alignColumns([header, ...rows]);
}

/** The same in full precision, for programs. */
export function kernelJson(timings: readonly KernelTiming[], peakGflops: number): string {
  return JSON.stringify(
    {
      peak_gflops: peakGflops,
      kernels: timings.map((timing) => ({
        network: timing.group,
        kernel: timing.name,
        flops: timing.flops,
        median_seconds: timing.medianSeconds,
        min_seconds: timing.minSeconds,
        gflops: gflops(timing),
        share_of_peak: gflops(timing) / peakGflops,
      })),
    },
    null,
    2,
  );
}
