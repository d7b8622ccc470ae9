/** One look at a loop: how often V8 collected while it ran, and how far the used heap moved. */
import { GCProfiler, getHeapStatistics } from 'node:v8';

/** What is watched: does as many steps as it is told. */
export type Loop = (steps: number) => void;

export interface AllocationWindow {
  readonly steps: number;
  /** Collections of any kind. */
  readonly collections: number;
  /**
   * Used heap after less before. Exact while nothing was collected, and without meaning else: garbage that was
   * collected is no longer seen. The two readings themselves move it by some 600 bytes.
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
