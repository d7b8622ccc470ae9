export { bootstrapResamples, type Interval } from './bootstrap.js';
export { type Clock, clockResolutionNs, systemClock } from './clock.js';
export { captureEnvironment, type CaptureOptions } from './environment/capture.js';
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
export { summarize, type SummarizeOptions, type Summary } from './statistics.js';
