/** The options that `predict` and `evaluate` share: a model, rows, and how to read them. */
import type { TableReader } from '@fived/data/readers';
import type { Argv } from 'yargs';
import { path } from '../options.js';
import { csvOptions, FORMATS, tableOptions, type TableOptions } from '../table-options.js';
import { loadToCompute, modelOptions, type LoadedModel, type ModelOptions } from './model.js';
import { openRows } from './open-rows.js';

export interface RowsOptions extends ModelOptions, TableOptions {
  readonly file: string;
}

/** @param rows what the rows are, for `--help` */
export function rowsOptions<Options>(yargs: Argv<Options>, rows: string): Argv<Options & RowsOptions> {
  return tableOptions(
    modelOptions(yargs)
      .nargs('file', 1) // otherwise yargs would not accept -
      .positional('file', {
        demandOption: true,
        type: 'string',
        coerce: path('file'),
        describe: `${rows}: ${FORMATS}; columns are matched by name, in a file without names by position`,
      }),
  );
}

/**
 * Loads the model, opens the rows, and closes them after the work.
 * @param beforeRows checks that must pass before the rows are opened
 * @throws Error of one line for a model or rows that are no good
 */
export async function withModelAndRows(
  options: RowsOptions,
  work: (model: LoadedModel, rows: TableReader) => Promise<void>,
  beforeRows: (model: LoadedModel) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const model = await loadToCompute(options);
  await beforeRows(model);
  const rows = await openRows(options.file, csvOptions(options));
  try {
    await work(model, rows);
  } finally {
    await rows.close();
  }
}
