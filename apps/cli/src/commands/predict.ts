/** `fived predict`: what a model predicts for the rows of a file, in constant memory whatever its length. */
import type { TableReader } from '@fived/data/readers';
import { command } from '../command.js';
import { flag, inGroup, path, type Values } from '../options.js';
import { progress, tell, warn } from '../terminal.js';
import { matchColumns, noRows, predictBatches, warnings, type RowCounts } from '../predict/batches.js';
import { createLineWriter, csvFormat, jsonFormat, predictionName } from '../predict/csv-text.js';
import type { LoadedModel } from '../predict/model.js';
import { ROWS_OPTIONS, withModelAndRows } from '../predict/rows-options.js';
import { checkOut, fileOutput, standardOutput, type Output } from '../predict/output.js';
import { createRowDisplay, noRowDisplay, type RowDisplay } from '../predict/rows-progress.js';
import { counted } from '../text.js';

const PREDICT_OPTIONS = {
  ...ROWS_OPTIONS,
  ...inGroup('Output', {
    keep: flag('Write the columns of the file too, before the prediction'),
    uncertainty: flag(
      'Write the 95% band too: the ends of the range that should hold 95% of measured targets, noise included',
    ),
    json: flag('Write JSON Lines, an object a row, in place of CSV'),
    out: { type: 'string', read: path, describe: 'File of the predictions', defaultDescription: 'standard output' },
  }),
} as const;
type PredictOptions = Values<typeof PREDICT_OPTIONS>;

interface Writing {
  readonly output: Output;
  readonly display: RowDisplay;
}

/**
 * Writes header and lines until there are no more rows, or nobody reads them any more. Returns what was counted,
 * or undefined if nobody reads.
 */
async function writePredictions(
  rows: TableReader,
  { interpolator }: LoadedModel,
  { keep, uncertainty, json }: PredictOptions,
  { output, display }: Writing,
): Promise<RowCounts | undefined> {
  const { targetName, featureNames } = interpolator;
  const matched = matchColumns(rows, { features: featureNames, target: targetName });
  const kept = keep ? matched.names : [];
  const names = [targetName, ...(uncertainty ? [`${targetName}_lower`, `${targetName}_upper`] : [])];
  const columns = [...kept, ...names.map((name) => predictionName(name, kept))];
  const format = json ? jsonFormat(columns) : csvFormat(columns);
  const linesOf = createLineWriter(format);
  const counts = noRows();
  // Lines are written while the next ones are made.
  let writing: Promise<boolean> | undefined;
  for await (const batch of predictBatches(rows, matched, interpolator, uncertainty, counts, display)) {
    writing ??= output.write(Buffer.from(format.header));
    const lines = linesOf(batch);
    if (!(await writing)) return undefined;
    writing = output.write(lines);
    writing.catch(() => undefined); // it is thrown where it is awaited, unless another error comes first
  }
  if ((await writing) === false) return undefined;
  await output.finish();
  return counts;
}

/** Lines on a terminal show enough progress. */
const displayFor = (output: Output): RowDisplay =>
  output === standardOutput && process.stdout.isTTY ? noRowDisplay : createRowDisplay(progress);

/** @throws Error of one line for a model, rows or an output that are no good */
async function predict(given: PredictOptions): Promise<void> {
  const { file, out } = given;
  const write = async (model: LoadedModel, rows: TableReader): Promise<void> => {
    const output = out === undefined ? standardOutput : await fileOutput(out);
    const display = displayFor(output);
    try {
      const counts = await writePredictions(rows, model, given, { output, display });
      display.clear();
      if (counts === undefined) return;
      warnings(counts).forEach(warn);
      if (output !== standardOutput) tell(`${counted(counts.rowCount, 'row')} predicted.`);
    } finally {
      display.clear();
      await output.discard();
    }
  };
  await withModelAndRows(given, write, async (model) => {
    if (out !== undefined) await checkOut(out, [file, model.file]);
  });
}

export const predictCommand = command({
  command: 'predict <model> <file>',
  describe: 'Predict rows with a trained model',
  options: PREDICT_OPTIONS,
  examples: [
    ['$0 predict runs/data new.csv --out predictions.csv', 'A column named as the target, a line a row'],
    ['$0 predict runs/data new.csv --uncertainty', 'Also the columns y_lower and y_upper, of a target y'],
    ['cat new.csv | $0 predict runs/data - --keep | head', 'In a pipe, beside the columns of the input'],
  ],
  handler: predict,
});
