/**
 * Reads another engine's record for the same figures. It may stand beside ours only if the work and the machine are the
 * same.
 */
import { isOwnRecord, readBenchmarkRecord, whyNotTimed } from '@fived/records';
import type { AnyRecord } from './figures/series.js';

/**
 * Reads the record. Throws an Error of one line if it has other settings or another machine, or if its times say
 * nothing about speed.
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
