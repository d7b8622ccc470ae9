export {
  BENCHMARK_SCHEMA,
  METRICS,
  isOwnRecord,
  type AccuracyMetric,
  type BaseBenchmarkRecord,
  type BaseHyperparameters,
  type BaseRun,
  type BaseSizeResult,
  type BaseStatistics,
  type BenchmarkRecord,
  type Hyperparameters,
  type Metric,
  type OwnStatistics,
  type Run,
  type SizeResult,
  type SplitRatios,
} from './benchmark-record.js';
export { SUMMARY_COLUMNS, toCsv, toMarkdown, toText, type Column } from './columns.js';
export type {
  Container,
  CoreKind,
  Cpu,
  Environment,
  GitState,
  OperatingSystem,
  Power,
  Storage,
} from './environment.js';
export { ensureWritableFolder, writeFileWhole } from './files.js';
export {
  PUBLISHED,
  PUBLISHED_MEMORY_MIB,
  bandPosition,
  publishedFor,
  r2BandPosition,
  type BandPosition,
  type PublishedSize,
  type Range,
} from './published.js';
export { readBenchmarkRecord, writeBenchmarkRecord } from './record-file.js';
export { validateBenchmarkRecord } from './validate.js';
