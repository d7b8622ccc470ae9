/** The options that say how a file of rows is to be read, for all commands that read one. */
import {
  openTable,
  readTable,
  WHOLE_FORMATS,
  type CsvOptions,
  type Table,
  type TableReader,
} from '@fived/data/readers';
import { delimiter, inGroup, pathArgument } from './options.js';

const FOUND = 'as found in the file';

/** In place of a file. */
export const STANDARD_INPUT = '-';

/** The file of rows, or `-`. */
export const fileArgument = <const Rows extends string>(rows: Rows) =>
  pathArgument(`${rows}: .csv, .tsv or .txt of any size, ${WHOLE_FORMATS.join(', ')}, or - for standard input`);

export const TABLE_OPTIONS = inGroup('Data', {
  header: {
    type: 'boolean',
    isRare: true,
    describe: 'For a CSV file: the first line names the columns (--no-header: it does not)',
    defaultDescription: FOUND,
  },
  delimiter: {
    type: 'string',
    isRare: true,
    read: delimiter,
    describe: 'For a CSV file: comma, semicolon, tab or space (any run of blanks)',
    defaultDescription: FOUND,
  },
  decimal: {
    choices: ['point', 'comma'],
    isRare: true,
    describe: 'For a CSV file: the decimal sign',
    defaultDescription: FOUND,
  },
});

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
