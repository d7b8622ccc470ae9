/** The options that say how a file of rows is to be read, for all commands that read one. */
import type { CsvOptions } from '@fived/data/readers';
import type { Argv } from 'yargs';
import { delimiter, type Delimiter } from './options.js';

export interface TableOptions {
  readonly header?: boolean;
  readonly delimiter?: Delimiter;
  readonly decimal?: 'point' | 'comma';
}

const FOUND = 'as found in the file';

/** What `--help` says about the formats. */
export const FORMATS = '.csv, .tsv, .txt, .json, .npy or .npz, or - for standard input';

export const tableOptions = <Options>(yargs: Argv<Options>): Argv<Options & TableOptions> =>
  yargs
    .option('header', {
      type: 'boolean',
      describe: 'For a CSV file: the first line names the columns (--no-header: it does not)',
      defaultDescription: FOUND,
    })
    .option('delimiter', {
      type: 'string',
      coerce: delimiter('delimiter'),
      describe: 'For a CSV file: comma, semicolon, tab or space (any run of blanks)',
      defaultDescription: FOUND,
      requiresArg: true,
    })
    .option('decimal', {
      choices: ['point', 'comma'] as const,
      describe: 'For a CSV file: the decimal sign',
      defaultDescription: FOUND,
      requiresArg: true,
    });

const SIGNS = { point: '.', comma: ',' } as const;

export const csvOptions = ({ header, delimiter: given, decimal }: TableOptions): CsvOptions => ({
  ...(header === undefined ? {} : { header }),
  ...(given === undefined ? {} : { delimiter: given }),
  ...(decimal === undefined ? {} : { decimal: SIGNS[decimal] }),
});
