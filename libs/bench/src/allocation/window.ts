/** One measurement of a loop: how often V8 collected while it ran, and how far the used heap moved. */
import { GCProfiler, getHeapStatistics } from 'node:v8';

/** The measured loop. It does as many steps as it is told. */
export type Loop = (steps: number) => void;

export interface AllocationWindow {
  readonly steps: number;
  /** Collections of any kind. */
  readonly collections: number;
  /**
   * Used heap after minus before. It is exact if nothing was collected, and meaningless otherwise, since collected
   * garbage is no longer counted. The two readings themselves move it by about 600 bytes.
   */
  readonly movedBytes: number;
}

export function observeWindow(loop: Loop, steps: number): AllocationWindow {
  const profiler = new GCProfiler();
  profiler.start();
  const beforeBytes = getHeapStatistics().used_heap_size;
  loop(steps);
  const movedBytes = getHeapStatistics().used_heap_size - beforeBytes;
  const { statistics } = profiler.stop();
  return { steps, collections: statistics.length, movedBytes };
}
