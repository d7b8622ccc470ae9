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
  type PowerLaw,
  type RecordedClock,
  type Run,
  type SizeResult,
  type SplitRatios,
} from './benchmark-record.js';
export { ExitError, messageOf, runCommandLine } from './command-line.js';
export {
  SUMMARY_COLUMNS,
  summaryColumns,
  tableMarkdown,
  toCsv,
  toJson,
  toMarkdown,
  toTable,
  toText,
  type Cell,
  type Column,
  type Table,
} from './columns.js';
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
export {
  COMPARISON_SCHEMA,
  VERDICTS,
  type ComparedFile,
  type ComparedSizeTimes,
  type ComparisonRecord,
  type ComparisonVerdict,
  type OverallTimes,
} from './comparison-record.js';
export { comparisonJson, validateComparisonRecord, writeComparisonRecord } from './comparison-record-file.js';
export { differsFromPublished } from './differs-from-published.js';
export { ensureWritableFolder, writeFileWhole } from './files.js';
export { readHistory, writeHistory, type HistoryRow } from './history-file.js';
export { inertText, type Place } from './inert-text.js';
export {
  MEMORY_CHECKPOINTS,
  MEMORY_SCHEMA,
  PUBLISHED_MEMORY_DATASET_SIZE,
  isOwnMemoryRecord,
  type BaseMemoryRecord,
  type MeasurementCost,
  type MemoryAtSize,
  type MemoryBaseline,
  type MemoryCheckpoint,
  type MemoryPhase,
  type MemoryRecord,
  type MemoryUsage,
} from './memory-record.js';
export { readMemoryRecord, validateMemoryRecord, writeMemoryRecord } from './memory-record-file.js';
export { LOCK_FILE, lockFolder, type ReleaseLock } from './lock.js';
export {
  OUR_PEER,
  PEER_THREADS,
  PEERS_SCHEMA,
  type Peer,
  type PeerRun,
  type PeerSummary,
  type PeersRecord,
  type PeersSettings,
  type PeerThreads,
  type PeerTrial,
} from './peers-record.js';
export { readPeersRecord, validatePeersRecord, writePeersRecord } from './peers-record-file.js';
export { readPredictions, writePredictions, type Predictions, type SetPredictions } from './predictions-file.js';
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
export {
  RUN_FILES,
  RUN_SCHEMA,
  RUN_SETS,
  type BandMetrics,
  type MemberEnd,
  type MetricsBySet,
  type ModelMetrics,
  type RunColumn,
  type RunEnd,
  type RunMember,
  type RunNetwork,
  type RunRecord,
  type RunSet,
  type RunSettings,
  type RunSource,
  type SetMetrics,
} from './run-record.js';
export { readRunRecord, validateRunRecord, writeRunRecord } from './run-record-file.js';
export { whyNotTimed } from './timed.js';
export { validateBenchmarkRecord } from './validate.js';
export { openWholeFile, type WholeFile } from './whole-file.js';
