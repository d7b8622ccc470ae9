/** The result files in a folder, and another engine's record for the same figures. */
import { join } from 'node:path';
import * as bench from '@fived/bench';
import { isOwnRecord, readConsistentRecord, whyNotTimed } from '@fived/records';
import type { AnyRecord } from './figures/series.js';
import type { Folders } from './options.js';

export const BENCHMARK_FILE = 'benchmark_results.json';
export const MEMORY_FILE = 'memory_profile.json';

const machineOf = (record: AnyRecord): string | undefined =>
  isOwnRecord(record) ? (record.environment.cpu.model ?? undefined) : undefined;

/**
 * The record of the folder `beside`, undefined if none is given. It may stand beside ours only if the work and the
 * machine are the same: throws an Error of one line if they are not, or if its times say nothing about speed.
 */
export const besideOf = async (record: AnyRecord, folders: Folders): Promise<AnyRecord | undefined> => {
  if (folders.beside === undefined) return undefined;
  const path = join(folders.beside, BENCHMARK_FILE);
  const beside = await readConsistentRecord(path, bench);
  const reason = whyNotTimed(beside, path);
  if (reason !== undefined) throw new Error(reason);
  if (JSON.stringify(beside.hyperparameters) !== JSON.stringify(record.hyperparameters)) {
    throw new Error(`${path}: its hyperparameters differ from the record's that it should stand beside`);
  }
  if (machineOf(beside) !== machineOf(record)) {
    throw new Error(
      `${path}: it is of another machine (${machineOf(beside) ?? 'unknown'}) ` +
        'than the record beside which it should stand',
    );
  }
  return beside;
};
