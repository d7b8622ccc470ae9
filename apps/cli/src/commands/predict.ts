/** `fived predict`: what a model says of the rows of a file, in constant memory whatever its length. */
import { stat } from 'node:fs/promises';
import type { CommandModule } from 'yargs';
import { ExitError, INTERRUPTED } from '../exit-error.js';
import { withInterrupt } from '../interrupt.js';
import { path } from '../options.js';
import { noRows, predictBatches, warnings } from '../predict/batches.js';
import { batchLines, headerLine, predictionName } from '../predict/csv-text.js';
import { matchColumns } from '../predict/match-columns.js';
import { loadToCompute, modelOptions, type LoadedModel, type ModelOptions } from '../predict/model.js';
import { openRows, type RowSource } from '../predict/open-rows.js';
import { fileOutput, standardOutput, type Output } from '../predict/output.js';
import { csvOptions, FORMATS, tableOptions, type TableOptions } from '../table-options.js';
import { counted } from '../text.js';

interface PredictOptions extends ModelOptions, TableOptions {
  readonly file: string;
  readonly keep: boolean;
  readonly out?: string;
}

/** @throws Error if `out` is one of the files that are read */
async function checkOut(out: string, inputs: readonly string[]): Promise<void> {
  const target = await stat(out).catch(() => undefined);
  if (target?.isFile() !== true) return;
  for (const input of inputs) {
    const { dev, ino } = await stat(input).catch(() => ({ dev: -1, ino: -1 }));
    if (dev === target.dev && ino === target.ino) throw new Error(`--out ${out} would replace ${input}, which is read; choose another file`);
  }
}

/** Writes header and lines until there are no more rows, or nobody reads them. Returns the warnings; undefined in the latter case. */
async function writePredictions(
  rows: RowSource,
  { interpolator }: LoadedModel,
  { output, keep, signal }: { readonly output: Output; readonly keep: boolean; readonly signal: AbortSignal },
): Promise<readonly string[] | undefined> {
  const { targetName, featureNames } = interpolator;
  const matched = matchColumns(rows, { features: featureNames, target: targetName });
  const kept = keep ? matched.names : [];
  const counts = noRows();
  let header = headerLine([...kept, predictionName(targetName, kept)]);
  for await (const batch of predictBatches(rows, matched, interpolator, counts)) {
    if (signal.aborted) throw new ExitError(INTERRUPTED, 'fived: interrupted.');
    if (!(await output.write(header + batchLines(batch, keep)))) return undefined;
    header = '';
  }
  await output.finish();
  return [...warnings(counts), ...(output === standardOutput ? [] : [`${counted(counts.rowCount, 'row')} predicted.`])];
}

/** @throws Error of one line for a model, rows or an output that are no good */
async function predict(options: PredictOptions): Promise<void> {
  const { file, keep, out } = options;
  const model = await loadToCompute(options);
  if (out !== undefined) await checkOut(out, [file, model.file]);
  const rows = await openRows(file, csvOptions(options));
  try {
    await withInterrupt(async (signal) => {
      const output = out === undefined ? standardOutput : await fileOutput(out);
      try {
        const lines = await writePredictions(rows, model, { output, keep, signal });
        for (const line of lines ?? []) process.stderr.write(`${line}\n`);
      } finally {
        await output.discard();
      }
    }, out === undefined ? 'the rest is left out' : `${out} is left as it was`);
  } finally {
    rows.close();
  }
}

export const predictCommand: CommandModule<object, PredictOptions> = {
  command: 'predict <model> <file>',
  describe: 'Predict rows with a trained model',
  builder: (yargs) =>
    tableOptions(
      modelOptions(yargs)
        .nargs('file', 1) // or - would not be taken
        .positional('file', {
        demandOption: true,
        type: 'string',
        coerce: path('file'),
        describe: `The rows: ${FORMATS}; columns are matched by name, in a file without names by position`,
      }),
    )
      .option('keep', { type: 'boolean', default: false, describe: 'Write the columns of the file too, before the prediction' })
      .option('out', { type: 'string', coerce: path('out'), describe: 'CSV file of the predictions', defaultDescription: 'standard output', requiresArg: true })
      .example('$0 predict runs/data new.csv --out predictions.csv', 'A column named as the target, a line a row')
      .example('cat new.csv | $0 predict runs/data - --keep | head', 'In a pipe, beside the columns of the input'),
  handler: predict,
};
