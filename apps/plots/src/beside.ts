/**
 * Another engine's record for the same figures: only one of the same work on the same machine may stand beside ours.
 */
import { isOwnRecord, readBenchmarkRecord, whyNotTimed } from '@fived/records';
import type { AnyRecord } from './figures/series.js';

/**
 * Reads the record. Throws an Error of one line if it is of other settings or of another machine, or its times say
 * nothing of speed.
 */
export const besideOf = async (record: AnyRecord, path: string): Promise<AnyRecord> => {
  const beside = await readBenchmarkRecord(path);
  const reason = whyNotTimed(beside, path);
  if (reason !== undefined) throw new Error(reason);
  if (JSON.stringify(beside.hyperparameters) !== JSON.stringify(record.hyperparameters)) {
    throw new Error(`${path}: its hyperparameters differ from the record's that it should stand beside`);
  }
  const machineOf = (of: AnyRecord): string | undefined =>
    isOwnRecord(of) ? (of.environment.cpu.model ?? undefined) : undefined;
  if (machineOf(beside) !== machineOf(record)) {
    throw new Error(
      `${path}: it is of another machine (${machineOf(beside) ?? 'unknown'}) ` +
        'than the record beside which it should stand',
    );
  }
  return beside;
};
