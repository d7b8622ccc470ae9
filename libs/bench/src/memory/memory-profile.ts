/** What a memory profile tells. */
import type { PhaseReading } from './measure-phase.js';
import type { ResidentMethod } from './resident.js';

/** One phase. JavaScript memory is above the baseline here; the resident set is that of the whole process. */
export interface PhaseMemory extends PhaseReading {
  readonly name: string;
  /** The highest JavaScript memory from the first phase to the end of this one. */
  readonly cumulativePeakBytes: number;
}

export interface MemoryProfile {
  readonly residentMethod: ResidentMethod;
  /** At the start of the first phase, with all modules loaded and garbage collected. */
  readonly baseline: { readonly javascriptBytes: number; readonly residentBytes: number };
  /**
   * The cost of measuring, from a phase that does nothing: its own peak, the rise of its resident peak, the time around
   * it.
   */
  readonly cost: { readonly javascriptBytes: number; readonly residentBytes: number; readonly seconds: number };
  /** In the order in which they ran. */
  readonly phases: readonly PhaseMemory[];
}
