/** Reads back what `fived train` leaves in a folder. */
import { join } from 'node:path';
import {
  RUN_FILES,
  RUN_SETS,
  finishReplacingIfFree,
  readHistory,
  readPredictions,
  readRunRecord,
  type HistoryRow,
  type Predictions,
  type RunMember,
  type RunRecord,
} from '@fived/records';

export interface TrainedRun {
  readonly record: RunRecord;
  readonly history: readonly HistoryRow[];
  readonly predictions: Predictions;
}

/** The training of one member. */
export interface MemberHistory {
  readonly member: RunMember;
  readonly epochs: readonly HistoryRow[];
}

/** The histories, in the order of the members' indices. */
export const historiesOf = ({ record, history }: TrainedRun): readonly MemberHistory[] =>
  record.members.map((member) => ({ member, epochs: history.filter((row) => row.member === member.index) }));

/** The set that charts show. Neither weights nor epochs nor members were chosen by it. */
const DRAWN_SET = 'test';

/** Files from two runs in one folder would make a chart of no training. Throws an Error of one line. */
const checkTogether = (run: TrainedRun, folder: string): void => {
  const { record, predictions } = run;
  const wrong = (file: string, found: string, right: string): Error =>
    new Error(
      `${join(folder, file)}: found ${found}, must be ${right} as ${RUN_FILES.metrics} says: ` +
        'the files are not of one run',
    );
  const found = [...new Set(run.history.map(({ member }) => member))];
  const trained = record.members.map(({ index }) => index);
  if (found.join() !== trained.join())
    throw wrong(RUN_FILES.history, `members ${found.join(', ')}`, trained.join(', '));
  for (const { member, epochs } of historiesOf(run)) {
    if (epochs.length !== member.epochs_run) {
      throw wrong(RUN_FILES.history, `${epochs.length} epochs of member ${member.index}`, String(member.epochs_run));
    }
    const kept = epochs.findIndex(({ is_best }) => is_best) + 1;
    if (kept !== member.best_epoch)
      throw wrong(
        RUN_FILES.history,
        `epoch ${kept} as the best of member ${member.index}`,
        `epoch ${member.best_epoch}`,
      );
  }
  for (const set of RUN_SETS) {
    const rows = predictions[set].actual.length;
    // Sets may be left out, except the one that is drawn.
    if (rows === record.split[set] || (rows === 0 && set !== DRAWN_SET)) continue;
    throw wrong(RUN_FILES.predictions, `${rows} ${set} rows`, String(record.split[set]));
  }
};

/**
 * Throws an Error of one line that names the file, if one is missing or damaged, or if the files are not of one run.
 */
export const readRunFolder = async (folder: string): Promise<TrainedRun> => {
  await finishReplacingIfFree(folder);
  const run: TrainedRun = {
    record: await readRunRecord(join(folder, RUN_FILES.metrics)),
    history: await readHistory(join(folder, RUN_FILES.history)),
    predictions: await readPredictions(join(folder, RUN_FILES.predictions)),
  };
  checkTogether(run, folder);
  return run;
};
