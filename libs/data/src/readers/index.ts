/**
 * Readers of users' files. They are an entry point of their own (`@fived/data/readers`), so programs without them load
 * none.
 */
export { openCsv, type CsvOptions, type CsvReader, type OpenCsvOptions } from './csv.js';
export { describeData, type ColumnSummary, type DataSummary } from './describe.js';
export { openTable, readTable, type ReadOptions, type TableReader } from './read-table.js';
export {
  nameColumns,
  selectColumns,
  selectFeatures,
  type ColumnKey,
  type ColumnOptions,
  type Features,
  type FeaturesAndTarget,
} from './select-columns.js';
export type { Table } from './table.js';
