/**
 * `history.csv`: a training with one line an epoch, one member after another. Losses are mean squared errors of the
 * SCALED target, so they have no unit. Times the variance of the training targets, they are in squared units of the
 * target.
 */
import { NOT_NEGATIVE, checkedNumber, numberText, parsedNumber, readCsvRows, type NumberRule } from './csv-file.js';
import { writeFileWhole } from './whole-file.js';

export interface HistoryRow {
  /** The member's index, from 0. */
  readonly member: number;
  /** From 1, without gaps. */
  readonly epoch: number;
  /** Only with adam. Null with levenberg-marquardt, which is an empty cell in the file. */
  readonly learning_rate: number | null;
  /**
   * With adam: over the epoch's minibatches, each before its update. With levenberg-marquardt: over the rows of the
   * step, after the step.
   */
  readonly train_loss: number;
  /** After the epoch. */
  readonly validation_loss: number;
  /** True for the one epoch of a member whose weights were kept. */
  readonly is_best: boolean;
}

const COLUMNS = ['member', 'epoch', 'learning_rate', 'train_loss', 'validation_loss', 'is_best'] as const;

const MEMBER_INDEX: NumberRule = {
  is: (value) => Number.isInteger(value) && value >= 0,
  right: 'must be a whole number from zero up',
};

/** The place of a row, from its index. */
type PlaceOf = (index: number) => string;

/** A row either continues the previous member or starts one with a higher index. */
const checkSequence = (rows: readonly HistoryRow[], placeOf: PlaceOf): void => {
  rows.forEach(({ member, epoch }, index) => {
    const place = placeOf(index);
    checkedNumber(member, `${place}: member`, MEMBER_INDEX);
    const previous = index === 0 ? undefined : rows[index - 1];
    const right = previous?.member === member ? previous.epoch + 1 : 1;
    checkedNumber(epoch, `${place}: epoch`, {
      is: (value) => value === right,
      right: `must be ${right}: the epochs of a member count up from 1`,
    });
    if (previous !== undefined && member < previous.member) {
      throw new Error(`${place}: member: found ${member}, must be >= ${previous.member}: one member after the other`);
    }
  });
};

/** A training has at least one member, and each member has one epoch that was kept. */
const checkHistory = (rows: readonly HistoryRow[], path: string, placeOf: PlaceOf): void => {
  if (rows.length === 0) throw new Error(`${path}: it has no epochs, must have at least one`);
  checkSequence(rows, placeOf);
  const bestCounts = new Map<number, number>();
  rows.forEach(({ member, learning_rate, train_loss, validation_loss, is_best }, index) => {
    const place = placeOf(index);
    if (learning_rate !== null) checkedNumber(learning_rate, `${place}: learning_rate`, NOT_NEGATIVE);
    if ((learning_rate === null) !== (rows[0].learning_rate === null)) {
      throw new Error(`${place}: learning_rate: must be there for every epoch or for none`);
    }
    checkedNumber(train_loss, `${place}: train_loss`, NOT_NEGATIVE);
    checkedNumber(validation_loss, `${place}: validation_loss`, NOT_NEGATIVE);
    bestCounts.set(member, (bestCounts.get(member) ?? 0) + Number(is_best));
  });
  for (const [member, count] of bestCounts) {
    if (count !== 1)
      throw new Error(`${path}: is_best: found ${count} epochs of member ${member} that were kept, must be 1`);
  }
};

/** Checks the rows, and only then replaces the whole file. Throws an Error of one line. */
export const writeHistory = async (path: string, rows: readonly HistoryRow[]): Promise<void> => {
  checkHistory(rows, path, (index) => `${path}: row ${index + 1}`);
  const lines = rows.map((row) =>
    COLUMNS.map((name) => row[name])
      .map((value) => (typeof value === 'number' ? numberText(value) : String(value ?? '')))
      .join(','),
  );
  await writeFileWhole(path, `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
};

const parsedFlag = (cell: string, place: string): boolean => {
  if (cell !== 'true' && cell !== 'false')
    throw new Error(`${place}: found "${cell.slice(0, 60)}", must be true or false`);
  return cell === 'true';
};

/**
 * Ordered by member and epoch. Throws an Error of one line that names file and line for anything that `writeHistory`
 * would not write.
 */
export const readHistory = async (path: string): Promise<readonly HistoryRow[]> => {
  const lines = await readCsvRows(path, { what: 'the history of a training', writer: 'fived train', columns: COLUMNS });
  const rows = lines.map(
    ({ place, cells: [member, epoch, learningRate, trainLoss, validationLoss, isBest] }): HistoryRow => ({
      member: parsedNumber(member, `${place}: member`, MEMBER_INDEX),
      epoch: parsedNumber(epoch, `${place}: epoch`, NOT_NEGATIVE),
      learning_rate: learningRate === '' ? null : parsedNumber(learningRate, `${place}: learning_rate`, NOT_NEGATIVE),
      train_loss: parsedNumber(trainLoss, `${place}: train_loss`, NOT_NEGATIVE),
      validation_loss: parsedNumber(validationLoss, `${place}: validation_loss`, NOT_NEGATIVE),
      is_best: parsedFlag(isBest, `${place}: is_best`),
    }),
  );
  checkHistory(rows, path, (index) => lines[index].place);
  return rows;
};
