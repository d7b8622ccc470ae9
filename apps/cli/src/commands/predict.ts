/** `fived predict`: what a model predicts for the rows of a file, in constant memory whatever its length. */
import type { TableReader } from '@fived/data/readers';
import { ExitError } from '@fived/records';
import type { Argv, CommandModule } from 'yargs';
import { INTERRUPTED, withInterrupt } from '../interrupt.js';
import { flag, path, withOptions, type OptionsOf } from '../options.js';
import { matchColumns, noRows, predictBatches, warnings } from '../predict/batches.js';
import { createLineWriter, headerLine, predictionName } from '../predict/csv-text.js';
import type { LoadedModel } from '../predict/model.js';
import { rowsOptions, withModelAndRows } from '../predict/rows-options.js';
import { checkOut, fileOutput, standardOutput, type Output } from '../predict/output.js';
import { createRowDisplay, noRowDisplay, type RowDisplay } from '../predict/rows-progress.js';
import { counted, shownPath } from '../text.js';

const predictOptions = (yargs: Argv) =>
  withOptions(rowsOptions(yargs, 'The rows'), {
    keep: flag('Write the columns of the file too, before the prediction'),
    uncertainty: flag(
      'Write the 95% band too: the ends of the range that should hold 95% of measured targets, noise included',
    ),
    out: {
      type: 'string',
      read: path,
      describe: 'CSV file of the predictions',
      defaultDescription: 'standard output',
    },
  });
type PredictOptions = OptionsOf<typeof predictOptions>;

interface Writing {
  readonly output: Output;
  readonly display: RowDisplay;
  readonly signal: AbortSignal;
}

/**
 * Writes header and lines until there are no more rows, or nobody reads them any more. Returns the warnings, or
 * undefined if nobody reads.
 */
async function writePredictions(
  rows: TableReader,
  { interpolator }: LoadedModel,
  { keep, uncertainty }: PredictOptions,
  { output, display, signal }: Writing,
): Promise<readonly string[] | undefined> {
  const { targetName, featureNames } = interpolator;
  const matched = matchColumns(rows, { features: featureNames, target: targetName });
  const kept = keep ? matched.names : [];
  const names = [targetName, ...(uncertainty ? [`${targetName}_lower`, `${targetName}_upper`] : [])];
  const counts = noRows();
  const linesOf = createLineWriter(keep);
  // Lines are written while the next ones are made.
  let writing: Promise<boolean> | undefined;
  for await (const batch of predictBatches(rows, matched, interpolator, uncertainty, counts, display)) {
    if (signal.aborted) throw new ExitError(INTERRUPTED, 'fived: interrupted.');
    writing ??= output.write(Buffer.from(headerLine([...kept, ...names.map((name) => predictionName(name, kept))])));
    const lines = linesOf(batch);
    if (!(await writing)) return undefined;
    writing = output.write(lines);
    writing.catch(() => undefined); // it is thrown where it is awaited, unless another error comes first
  }
  if ((await writing) === false) return undefined;
  await output.finish();
  return [...warnings(counts), ...(output === standardOutput ? [] : [`${counted(counts.rowCount, 'row')} predicted.`])];
}

/** Lines on a terminal show enough progress. */
const displayFor = (output: Output): RowDisplay =>
  output === standardOutput && process.stdout.isTTY ? noRowDisplay : createRowDisplay(process.stderr);

/** @throws Error of one line for a model, rows or an output that are no good */
async function predict(given: PredictOptions): Promise<void> {
  const { file, out } = given;
  const write = (model: LoadedModel, rows: TableReader): Promise<void> =>
    withInterrupt(
      async (signal) => {
        const output = out === undefined ? standardOutput : await fileOutput(out);
        const display = displayFor(output);
        try {
          const lines = await writePredictions(rows, model, given, { output, display, signal });
          display.clear();
          for (const line of lines ?? []) process.stderr.write(`${line}\n`);
        } finally {
          display.clear();
          await output.discard();
        }
      },
      out === undefined ? 'the rest is left out' : `${shownPath(out)} is left as it was`,
    );
  await withModelAndRows(given, write, async (model) => {
    if (out !== undefined) await checkOut(out, [file, model.file]);
  });
}

export const predictCommand: CommandModule<object, PredictOptions> = {
  command: 'predict <model> <file>',
  describe: 'Predict rows with a trained model',
  builder: (yargs) =>
    predictOptions(yargs)
      .example('$0 predict runs/data new.csv --out predictions.csv', 'A column named as the target, a line a row')
      .example('$0 predict runs/data new.csv --uncertainty', 'Also the columns y_lower and y_upper, of a target y')
      .example('cat new.csv | $0 predict runs/data - --keep | head', 'In a pipe, beside the columns of the input'),
  handler: predict,
};
