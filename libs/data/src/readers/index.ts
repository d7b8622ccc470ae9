/** Readers of users' files: a part of its own (`@fived/data/readers`), so that who reads none loads none. */
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
