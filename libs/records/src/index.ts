export * from './benchmark-record.js';
export {
  summaryColumns,
  tableMarkdown,
  toCsv,
  toMarkdown,
  toTable,
  toText,
  type Column,
  type Table,
} from './columns.js';
export type * from './environment.js';
export * from './comparison-record.js';
export { differsFromPublished } from './differs-from-published.js';
export { ensureWritableFolder, writeFileWhole } from './files.js';
export { readHistory, writeHistory, type HistoryRow } from './history-file.js';
export { inertText, type Place } from './inert-text.js';
export * from './memory-record.js';
export { LOCK_FILE, lockFolder } from './lock.js';
export * from './peers-record.js';
export { readPredictions, writePredictions, type Predictions, type SetPredictions } from './predictions-file.js';
export * from './published.js';
export * from './record-files.js';
export * from './run-record.js';
export { checkCurrentFolder, watchStandardStreams } from './surroundings.js';
export { whyNotTimed } from './timed.js';
export { openWholeFile } from './whole-file.js';
