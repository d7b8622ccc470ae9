/** What `predict` and `evaluate` share: a model, rows, and how to read them. */
import type { TableReader } from '@fived/data/readers';
import { chooseEngine, ENGINE_OPTION } from '../benchmark/engines.js';
import type { Values } from '../options.js';
import { fileArgument, openRows, TABLE_OPTIONS } from '../table-options.js';
import { loadModel, MODEL_ARGUMENT, type LoadedModel } from './model.js';

/** Columns are matched by name, in a file without names by position. */
export const ROWS_OPTIONS = {
  model: MODEL_ARGUMENT,
  file: fileArgument('The rows, with the columns of the model by name, or all in their order'),
  ...TABLE_OPTIONS,
  engine: ENGINE_OPTION,
} as const;

/**
 * Loads the model, opens the rows, and closes them after the work.
 * @param beforeRows checks that must pass before the rows are opened
 * @throws Error of one line for a model or rows that are no good; before that, if this Node cannot run the engine
 */
export async function withModelAndRows(
  given: Values<typeof ROWS_OPTIONS>,
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
