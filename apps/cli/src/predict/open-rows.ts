/** A file of rows, or standard input, block by block. */
import { openTable, type CsvOptions, type TableReader } from '@fived/data/readers';

export const STANDARD_INPUT = '-';

/**
 * @param file a path, or - for standard input
 * @throws Error of one line that says what is wrong with the file; reading a block may throw one too
 */
export const openRows = (file: string, options: CsvOptions): Promise<TableReader> =>
  openTable(file === STANDARD_INPUT ? process.stdin : file, options);
