/** `predictions.csv`: the target and the model's prediction, both unscaled, a line a row of data, one set after the other. */
import { ANY_FINITE, checkedNumber, numberText, parsedNumber, readCsvRows } from './csv-file.js';
import { writeFileWhole } from './files.js';
import { RUN_SETS, type RunSet } from './run-record.js';

/** The rows of a set, in the order of the file. */
export interface SetPredictions {
  /** In units of the target. */
  readonly actual: Float64Array;
  /** Likewise; as long. */
  readonly predicted: Float64Array;
}

/** Of every set; empty for one without rows in the file. */
export type Predictions = Readonly<Record<RunSet, SetPredictions>>;

const COLUMNS = ['set', 'actual', 'predicted'] as const;

const linesOf = (path: string, set: RunSet, { actual, predicted }: SetPredictions): readonly string[] => {
  if (actual.length !== predicted.length) {
    throw new Error(`${path}: ${set}: found ${actual.length} actual and ${predicted.length} predicted values, must be equally many`);
  }
  return Array.from(actual, (value, index) => {
    const place = `${path}: ${set} row ${index + 1}`;
    const numbers = [checkedNumber(value, `${place}: actual`, ANY_FINITE), checkedNumber(predicted[index], `${place}: predicted`, ANY_FINITE)];
    return [set, ...numbers.map(numberText)].join(',');
  });
};

/** Checks the numbers and only then replaces the file, whole. A set that is left out has no rows. Throws an Error of one line. */
export const writePredictions = async (path: string, predictions: Partial<Predictions>): Promise<void> => {
  const lines = RUN_SETS.flatMap((set) => {
    const rows = predictions[set];
    return rows === undefined ? [] : linesOf(path, set, rows);
  });
  await writeFileWhole(path, `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
};

/** Throws an Error of one line that names file and line for what `writePredictions` would not have written. */
export const readPredictions = async (path: string): Promise<Predictions> => {
  const lines = await readCsvRows(path, { what: 'the predictions of a training', writer: 'fived train', columns: COLUMNS });
  for (const { place, cells } of lines) {
    if (!RUN_SETS.some((set) => set === cells[0])) {
      throw new Error(`${place}: set: found "${cells[0].slice(0, 60)}", must be one of ${RUN_SETS.join(', ')}`);
    }
  }
  const rowsOf = (set: RunSet): SetPredictions => {
    const own = lines.filter(({ cells }) => cells[0] === set);
    return {
      actual: Float64Array.from(own, ({ place, cells }) => parsedNumber(cells[1], `${place}: actual`, ANY_FINITE)),
      predicted: Float64Array.from(own, ({ place, cells }) => parsedNumber(cells[2], `${place}: predicted`, ANY_FINITE)),
    };
  };
  return { train: rowsOf('train'), validation: rowsOf('validation'), test: rowsOf('test') };
};
