/** The comparison: makes the missing trials, and replaces the record and its table after each. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ensureWritableFolder,
  OUR_PEER,
  readPeersRecord,
  writeFileWhole,
  writePeersRecord,
  type Peer,
  type PeersRecord,
  type PeerTrial,
} from '@fived/records';
import type { PeersOptions } from './options.js';
import { planTrials, remaining } from './plan.js';
import type { Preparation } from './peers.js';
import type { PrepareContext } from './prepare/step.js';
import { beginRecord, resumeRecord, withTrial } from './record.js';
import { writeRows } from './task.js';
import { peersMarkdown, threadsText } from './table.js';
import { makeTrial } from './trial.js';

export const RECORD_FILE = 'peers.json';
const TABLE_FILE = 'peers.md';

const peerOf = ({ definition: { name, differs }, notInstalled }: Preparation): Peer => ({
  name,
  not_installed: notInstalled ?? null,
  versions: {},
  differs: differs ?? null,
});

const write = async (out: string, record: PeersRecord): Promise<void> => {
  await writePeersRecord(join(out, RECORD_FILE), record);
  await writeFileWhole(join(out, TABLE_FILE), peersMarkdown(record));
};

const trialText = ({ theirs, ours, failure }: PeerTrial): string => {
  if (theirs === null) return `failed: ${failure ?? ''}`;
  const perEpoch = (run: typeof theirs): number => run.training_seconds / run.epochs;
  return (
    `${(perEpoch(theirs) * 1000).toFixed(2)} ms an epoch, ` +
    `${(perEpoch(theirs) / perEpoch(ours)).toFixed(2)} times ours; R2 ${theirs.test_r2.toFixed(4)}`
  );
};

/**
 * Resolves to the record as it stands in the file.
 * @throws Error of one line if nothing can be resumed, if a folder cannot be written, or if our own program fails
 */
export const compare = async (
  options: PeersOptions,
  preparations: readonly Preparation[],
  { signal, say }: PrepareContext,
): Promise<PeersRecord> => {
  const { out, cache, epochs, fewEpochs, sizes, rounds, threads, core, mostSeconds } = options;
  await ensureWritableFolder(out);
  const fresh = await beginRecord(options, preparations.map(peerOf));
  const path = join(out, RECORD_FILE);
  let record = options.resume && existsSync(path) ? resumeRecord(await readPeersRecord(path), fresh, path) : fresh;

  const programs = new Map(
    preparations.flatMap(({ definition, program }) => (program === undefined ? [] : [[definition.name, program]])),
  );
  const slow = preparations.filter(({ definition }) => definition.isSlow).map(({ definition }) => definition.name);
  const planned = planTrials({ sizes, rounds, threads, peers: [...programs.keys()] });
  const missing = remaining(planned, record.trials);
  say(`${missing.length} of ${planned.length} trials to make: a run of ${OUR_PEER} and one of another program each`);
  await write(out, record);

  const paths = new Map<number, string>();
  for (const size of sizes) paths.set(size, await writeRows(size, cache));
  const rowsOf = (size: number): string => paths.get(size) ?? '';
  const epochsOf = (peer: string): number => (slow.includes(peer) ? fewEpochs : epochs);
  for (const [i, trial] of missing.entries()) {
    const made = await makeTrial(trial, { programs, epochsOf, rowsOf, core, mostSeconds, signal });
    record = withTrial(record, made);
    await write(out, record);
    const { round, dataset_size, threads: each, peer } = trial;
    say(
      `${i + 1}/${missing.length}  round ${round}, n = ${dataset_size}, ` +
        `${threadsText(each)}, ${peer}: ${trialText(made.trial)}`,
    );
  }
  return record;
};
