/** What `predict` and `evaluate` share: a model, rows, and how to read them. */
import type { TableReader } from '@fived/data/readers';
import type { Argv } from 'yargs';
import { chooseEngine, ENGINE_OPTION } from '../benchmark/engines.js';
import { withOptions, type OptionsOf } from '../options.js';
import { fileArgument, openRows, TABLE_OPTIONS } from '../table-options.js';
import { loadModel, modelArgument, type LoadedModel } from './model.js';

/** @param rows what the rows are, for `--help` */
export const rowsOptions = (yargs: Argv, rows: string) =>
  withOptions(
    fileArgument(
      modelArgument(yargs),
      (formats) => `${rows}: ${formats}; columns are matched by name, in a file without names by position`,
    ),
    {
      engine: ENGINE_OPTION,
      ...TABLE_OPTIONS,
    },
  );

/**
 * Loads the model, opens the rows, and closes them after the work.
 * @param beforeRows checks that must pass before the rows are opened
 * @throws Error of one line for a model or rows that are no good; before that, if this Node cannot run the engine
 */
export async function withModelAndRows(
  given: OptionsOf<typeof rowsOptions>,
  work: (model: LoadedModel, rows: TableReader) => Promise<void>,
  beforeRows?: (model: LoadedModel) => Promise<void>,
): Promise<void> {
  const model = await loadModel(given.model, chooseEngine(given.engine));
  await beforeRows?.(model);
  const rows = await openRows(given);
  try {
    await work(model, rows);
  } finally {
    await rows.close();
  }
}
