/**
 * Readers of users' files. They are an entry point of their own (`@fived/data/readers`), so programs without them load
 * none.
 */
export type { CsvOptions } from './csv.js';
export { describeData, type ColumnSummary, type DataSummary } from './describe.js';
export { openTable, readTable, WHOLE_FORMATS, type TableReader } from './read-table.js';
export { nameColumns, selectColumns, selectFeatures, type Features, type FeaturesAndTarget } from './select-columns.js';
export type { Table } from './table.js';
