/** What `fived train` leaves in a folder, read back. */
import { join } from 'node:path';
import {
  RUN_FILES,
  RUN_SETS,
  readHistory,
  readPredictions,
  readRunRecord,
  type HistoryRow,
  type Predictions,
  type RunRecord,
} from '@fived/records';

export interface TrainedRun {
  readonly record: RunRecord;
  readonly history: readonly HistoryRow[];
  readonly predictions: Predictions;
}

/** Files of two runs in one folder would make a chart that no training had. Throws an Error of one line. */
const checkTogether = ({ record, history, predictions }: TrainedRun, folder: string): void => {
  const wrong = (file: string, found: string, right: string): Error =>
    new Error(`${join(folder, file)}: found ${found}, must be ${right} as ${RUN_FILES.metrics} says: the files are not of one run`);
  if (history.length !== record.epochs_run) throw wrong(RUN_FILES.history, `${history.length} epochs`, String(record.epochs_run));
  const kept = history.findIndex(({ is_best }) => is_best) + 1;
  if (kept !== record.best_epoch) throw wrong(RUN_FILES.history, `epoch ${kept} as the best`, `epoch ${record.best_epoch}`);
  for (const set of RUN_SETS) {
    const rows = predictions[set].actual.length;
    // Sets may be left out, but for the one that is drawn.
    if (rows === record.split[set] || (rows === 0 && set !== judgedSet(record))) continue;
    throw wrong(RUN_FILES.predictions, `${rows} ${set} rows`, String(record.split[set]));
  }
};

/** The set by which a model is judged: test rows; without any validation rows, and without these the training rows themselves. */
export const judgedSet = ({ split }: RunRecord): 'test' | 'validation' | 'train' =>
  split.test > 0 ? 'test' : split.validation > 0 ? 'validation' : 'train';

/** Throws an Error of one line that names the file, for one that is missing or damaged, and for files that are not of one run. */
export const readRunFolder = async (folder: string): Promise<TrainedRun> => {
  const run: TrainedRun = {
    record: await readRunRecord(join(folder, RUN_FILES.metrics)),
    history: await readHistory(join(folder, RUN_FILES.history)),
    predictions: await readPredictions(join(folder, RUN_FILES.predictions)),
  };
  checkTogether(run, folder);
  return run;
};
