/** The options that say how a file of rows is to be read, for all commands that read one. */
import {
  openTable,
  readTable,
  WHOLE_FORMATS,
  type CsvOptions,
  type Table,
  type TableReader,
} from '@fived/data/readers';
import type { Argv } from 'yargs';
import { delimiter, pathArgument } from './options.js';

const FOUND = 'as found in the file';

/** In place of a file. */
export const STANDARD_INPUT = '-';

/** The file of rows, or `-`. */
export const fileArgument = <Given>(yargs: Argv<Given>, describe: (formats: string) => string) =>
  pathArgument(
    yargs.nargs('file', 1), // otherwise yargs would not accept -
    'file',
    describe(`.csv, .tsv or .txt of any size, ${WHOLE_FORMATS.join(', ')}, or - for standard input`),
  );

export const TABLE_OPTIONS = {
  header: {
    type: 'boolean',
    describe: 'For a CSV file: the first line names the columns (--no-header: it does not)',
    defaultDescription: FOUND,
  },
  delimiter: {
    type: 'string',
    read: delimiter,
    describe: 'For a CSV file: comma, semicolon, tab or space (any run of blanks)',
    defaultDescription: FOUND,
  },
  decimal: { choices: ['point', 'comma'], describe: 'For a CSV file: the decimal sign', defaultDescription: FOUND },
} as const;

/** A file of rows, and how it is to be read. */
interface TableOptions {
  readonly file: string;
  readonly header?: boolean;
  readonly delimiter?: CsvOptions['delimiter'];
  readonly decimal?: 'point' | 'comma';
}

const SIGNS = { point: '.', comma: ',' } as const;

const csvOptions = ({ header, delimiter: given, decimal }: TableOptions): CsvOptions => ({
  header,
  delimiter: given,
  decimal: decimal && SIGNS[decimal],
});

/** The whole file, or standard input. */
export const readRows = (given: TableOptions): Promise<Table> => readTable(sourceOf(given), csvOptions(given));

/** The same block by block. @throws Error of one line that says what is wrong; reading a block may throw one too */
export const openRows = (given: TableOptions): Promise<TableReader> => openTable(sourceOf(given), csvOptions(given));

const sourceOf = ({ file }: TableOptions) => (file === STANDARD_INPUT ? process.stdin : file);
