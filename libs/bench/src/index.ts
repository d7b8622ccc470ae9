export { type AllocationCheck, type AllocationOptions, checkAllocation } from './allocation/check-allocation.js';
export { type Allocator, describeAllocator } from './allocation/allocators.js';
export { checkLeak, type LeakCheck, type LeakOptions } from './allocation/check-leak.js';
export type { HeldMemory } from './allocation/held-memory.js';
export type { AllocationWindow, Loop } from './allocation/window.js';
export { bootstrapResamples, type Interval } from './bootstrap.js';
export { type Clock, clockResolutionNs, systemClock } from './clock.js';
export { captureEnvironment, type CaptureOptions } from './environment/capture.js';
export type { ProcessorReading } from './environment/processor-use.js';
export type {
  Container,
  CoreKind,
  Cpu,
  Environment,
  GitState,
  OperatingSystem,
  Power,
  Storage,
} from './environment/environment.js';
export {
  type Benchmark,
  type MeasureOptions,
  measureRun,
  measureRuns,
  type MeasureRunsOptions,
  type RunContext,
  type RunRecord,
  type RunsRecord,
} from './measure.js';
export {
  type ComparedSize,
  type CompareOptions,
  compareTimings,
  type OverallComparison,
  type TimingsComparison,
} from './compare/compare.js';
export type { TimedRun, TimedSize, Timings } from './compare/timings.js';
export type { Verdict } from './compare/verdict.js';
export { describePowerLaw, fitPowerLaw, type PowerLaw, type SizeTimings } from './fit/power-law.js';
export { labelOutliers, modifiedZScores } from './quality/outliers.js';
export { coresText, MOST_WAIT_SECONDS, type QuietOptions, waitForQuiet } from './quality/quiet.js';
export { type RunTimes, warnAboutEnvironment, warnAboutRuns } from './quality/warnings.js';
export type { PhaseModule } from './memory/phase-module.js';
export type { MemoryProfile, PhaseMemory } from './memory/memory-profile.js';
export { profileMemory, type ProfileMemoryOptions } from './memory/profile.js';
export { summarize, type SummarizeOptions, type Summary } from './statistics.js';
