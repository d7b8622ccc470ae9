/** The measured kernels as a table and as JSON. */
import { alignColumns } from '../text-table.js';
import type { KernelTiming } from './measure.js';

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
