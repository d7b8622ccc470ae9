/**
 * `history.csv`: a training, a line an epoch. Losses are mean squared errors of the SCALED target, so they have no unit; times the variance
 * of the training targets they are in squared units of the target.
 */
import { NOT_NEGATIVE, checkedNumber, numberText, parsedNumber, readCsvRows, type NumberRule } from './csv-file.js';
import { writeFileWhole } from './files.js';

export interface HistoryRow {
  /** From 1, one after the other. */
  readonly epoch: number;
  readonly learning_rate: number;
  /** Over the epoch's minibatches, each before its update. */
  readonly train_loss: number;
  /** After the epoch; null without validation rows, an empty cell in the file. */
  readonly validation_loss: number | null;
  /** True for the one epoch whose weights were kept. */
  readonly is_best: boolean;
}

const COLUMNS = ['epoch', 'learning_rate', 'train_loss', 'validation_loss', 'is_best'] as const;

/** Every training has a first epoch, an epoch after each but the last, and one that was kept. `placeOf`: where an epoch's row stands. */
const checkHistory = (rows: readonly HistoryRow[], path: string, placeOf: (index: number) => string): void => {
  if (rows.length === 0) throw new Error(`${path}: it has no epochs, must have at least one`);
  rows.forEach((row, index) => {
    const place = placeOf(index);
    const next: NumberRule = { is: (epoch) => epoch === index + 1, right: `must be ${index + 1}: epochs count up from 1` };
    checkedNumber(row.epoch, `${place}: epoch`, next);
    checkedNumber(row.learning_rate, `${place}: learning_rate`, NOT_NEGATIVE);
    checkedNumber(row.train_loss, `${place}: train_loss`, NOT_NEGATIVE);
    if (row.validation_loss !== null) checkedNumber(row.validation_loss, `${place}: validation_loss`, NOT_NEGATIVE);
    if ((row.validation_loss === null) !== (rows[0].validation_loss === null)) {
      throw new Error(`${place}: validation_loss: must be there for every epoch or for none`);
    }
  });
  const bestCount = rows.filter(({ is_best }) => is_best).length;
  if (bestCount !== 1) throw new Error(`${path}: is_best: found ${bestCount} epochs that were kept, must be 1`);
};

/** Checks the rows and only then replaces the file, whole. Throws an Error of one line. */
export const writeHistory = async (path: string, rows: readonly HistoryRow[]): Promise<void> => {
  checkHistory(rows, path, (index) => `${path}: row ${index + 1}`);
  const lines = rows.map(({ epoch, learning_rate, train_loss, validation_loss, is_best }) =>
    [epoch, learning_rate, train_loss, validation_loss, is_best]
      .map((value) => (typeof value === 'number' ? numberText(value) : String(value ?? '')))
      .join(','),
  );
  await writeFileWhole(path, `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
};

const parsedFlag = (cell: string, place: string): boolean => {
  if (cell !== 'true' && cell !== 'false') throw new Error(`${place}: found "${cell.slice(0, 60)}", must be true or false`);
  return cell === 'true';
};

/** By epoch. Throws an Error of one line that names file and line for what `writeHistory` would not have written. */
export const readHistory = async (path: string): Promise<readonly HistoryRow[]> => {
  const lines = await readCsvRows(path, { what: 'the history of a training', writer: 'fived train', columns: COLUMNS });
  const rows = lines.map(({ place, cells: [epoch, learningRate, trainLoss, validationLoss, isBest] }): HistoryRow => ({
    epoch: parsedNumber(epoch, `${place}: epoch`, NOT_NEGATIVE),
    learning_rate: parsedNumber(learningRate, `${place}: learning_rate`, NOT_NEGATIVE),
    train_loss: parsedNumber(trainLoss, `${place}: train_loss`, NOT_NEGATIVE),
    validation_loss: validationLoss === '' ? null : parsedNumber(validationLoss, `${place}: validation_loss`, NOT_NEGATIVE),
    is_best: parsedFlag(isBest, `${place}: is_best`),
  }));
  checkHistory(rows, path, (index) => lines[index].place);
  return rows;
};
