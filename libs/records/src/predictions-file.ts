/**
 * `predictions.csv`: the target, the model's prediction and the ends of its 95% band, all unscaled. One line for each
 * row of data, one set after another.
 */
import { ANY_FINITE, checkedNumber, numberText, parsedNumber, readCsvRows } from './csv-file.js';
import { writeFileWhole } from './whole-file.js';
import { RUN_SETS, type RunSet } from './run-record.js';

/** The rows of a set, in the order of the file. */
export interface SetPredictions {
  /** In units of the target. */
  readonly actual: Float64Array;
  /** In the same units, and of the same length, as are all arrays here. */
  readonly predicted: Float64Array;
  /** The ends of the band that should hold 95% of the targets. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The rows of every set. Empty for a set without rows in the file. */
export type Predictions = Readonly<Record<RunSet, SetPredictions>>;

const VALUES = ['actual', 'predicted', 'lower', 'upper'] as const satisfies readonly (keyof SetPredictions)[];
const COLUMNS = ['set', ...VALUES] as const;

/**
 * Throws an Error for rows of different lengths, for values that are not finite, and for a prediction outside its band.
 */
const checkRows = (rows: SetPredictions, place: string, placeOf: (index: number) => string): void => {
  const { actual, predicted, lower, upper } = rows;
  for (const name of VALUES) {
    if (rows[name].length !== actual.length) {
      throw new Error(
        `${place}: found ${actual.length} actual and ${rows[name].length} ${name} values, must be equally many`,
      );
    }
  }
  for (let index = 0; index < actual.length; index++) {
    for (const name of VALUES) checkedNumber(rows[name][index], `${placeOf(index)}: ${name}`, ANY_FINITE);
    if (lower[index] <= predicted[index] && predicted[index] <= upper[index]) continue;
    throw new Error(
      `${placeOf(index)}: found ${predicted[index]} predicted, ` +
        `must be from lower, ${lower[index]}, to upper, ${upper[index]}`,
    );
  }
};

const linesOf = (path: string, set: RunSet, rows: SetPredictions): readonly string[] => {
  checkRows(rows, `${path}: ${set}`, (index) => `${path}: ${set} row ${index + 1}`);
  return Array.from(rows.actual, (_, index) => [set, ...VALUES.map((name) => numberText(rows[name][index]))].join(','));
};

/**
 * Checks the numbers, and only then replaces the whole file. A set that is left out has no rows. Throws an Error of one
 * line.
 */
export const writePredictions = async (path: string, predictions: Partial<Predictions>): Promise<void> => {
  const lines = RUN_SETS.flatMap((set) => {
    const rows = predictions[set];
    return rows === undefined ? [] : linesOf(path, set, rows);
  });
  await writeFileWhole(path, `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
};

/** Throws an Error of one line that names file and line for anything that `writePredictions` would not write. */
export const readPredictions = async (path: string): Promise<Predictions> => {
  const lines = await readCsvRows(path, {
    what: 'the predictions of a training',
    writer: 'fived train',
    columns: COLUMNS,
  });
  for (const { place, cells } of lines) {
    if (!RUN_SETS.some((set) => set === cells[0])) {
      throw new Error(`${place}: set: found "${cells[0].slice(0, 60)}", must be one of ${RUN_SETS.join(', ')}`);
    }
  }
  const rowsOf = (set: RunSet): SetPredictions => {
    const own = lines.filter(({ cells }) => cells[0] === set);
    const column = (name: (typeof VALUES)[number]): Float64Array =>
      Float64Array.from(own, ({ place, cells }) =>
        parsedNumber(cells[COLUMNS.indexOf(name)], `${place}: ${name}`, ANY_FINITE),
      );
    const rows = {
      actual: column('actual'),
      predicted: column('predicted'),
      lower: column('lower'),
      upper: column('upper'),
    };
    checkRows(rows, path, (index) => own[index].place);
    return rows;
  };
  return { train: rowsOf('train'), validation: rowsOf('validation'), test: rowsOf('test') };
};
