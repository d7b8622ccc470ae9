/**
 * The folder that `fived train` leaves. Its files are made in a folder of their own inside it. When all are there, they
 * are moved to their places, `metrics.json` last: a folder without it is not a whole run. Until then an earlier run is
 * left alone.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureWritableFolder, lockFolder, RUN_FILES, writeFileWhole } from '@fived/records';
import { reworded } from '@fived/records/files';
import { MODEL_FILE } from '../predict/model.js';

/** In the order in which messages name them. */
const FILES = [
  MODEL_FILE,
  RUN_FILES.metrics,
  RUN_FILES.history,
  RUN_FILES.predictions,
  'loss_curve.png',
  'parity.png',
  'residuals.png',
] as const;

const UNFINISHED = '.fived-unfinished-';

/** @throws Error if there is a run already */
export function checkNoRun(folder: string): void {
  const present = FILES.find((file) => existsSync(join(folder, file)));
  if (present !== undefined) {
    throw new Error(`${folder} holds a run already (${present}); choose another --out, or give --force to replace it`);
  }
}

export interface RunFolder {
  /** Where the files are to be made. */
  readonly staging: string;
  /** Replaces the run that is there by the files in `staging`, and returns their names. */
  publish(): Promise<readonly string[]>;
  /** Unlocks the folder. What was not published is gone. */
  close(): Promise<void>;
}

/**
 * Creates the folder, proves that it can be written, and locks it.
 * @throws Error of one line if that cannot be, or if a run is there and `replace` is not set
 */
export async function openRunFolder(folder: string, { replace }: { readonly replace: boolean }): Promise<RunFolder> {
  const isNew = !existsSync(folder);
  await ensureWritableFolder(folder);
  const release = await lockFolder(folder);
  let staging: string;
  try {
    if (!replace) checkNoRun(folder);
    // Left by processes that were killed: nobody else writes here while we have the lock.
    for (const name of await readdir(folder)) {
      if (name.startsWith(UNFINISHED)) await rm(join(folder, name), { recursive: true, force: true });
    }
    staging = await mkdtemp(join(folder, UNFINISHED));
  } catch (error) {
    release();
    throw error;
  }
  const removeStaging = (): void => {
    rmSync(staging, { recursive: true, force: true });
  };
  process.on('exit', removeStaging); // a second Ctrl-C leaves at once

  return {
    staging,
    async publish() {
      const made = FILES.filter((file) => existsSync(join(staging, file)));
      const metrics = await readFile(join(staging, RUN_FILES.metrics)).catch((error: unknown) => {
        throw reworded(`write the run into ${folder}`, error); // somebody removed it
      });
      await rm(join(folder, RUN_FILES.metrics), { force: true });
      for (const file of FILES) {
        if (file === RUN_FILES.metrics) continue;
        if (made.includes(file)) await rename(join(staging, file), join(folder, file));
        else await rm(join(folder, file), { force: true });
      }
      // This flushes the folder too, and so the renames before it.
      await writeFileWhole(join(folder, RUN_FILES.metrics), metrics);
      return made;
    },
    async close() {
      process.off('exit', removeStaging);
      removeStaging();
      release();
      // Somebody else may have removed it. That must not hide an error that has been reported.
      if (isNew && existsSync(folder) && readdirSync(folder).length === 0) await rmdir(folder);
    },
  };
}
