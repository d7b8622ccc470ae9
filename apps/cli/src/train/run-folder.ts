/**
 * The folder that `fived train` leaves. Its files are made in a folder of their own inside it. When all are there, they
 * replace an earlier run, which is left alone until then.
 */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ensureWritableFolder,
  finishReplacing,
  lockFolder,
  removeTemporary,
  replaceRun,
  RUN_FILES,
  temporaryPath,
} from '@fived/records';
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
  const staging = temporaryPath(folder);
  const close = async (): Promise<void> => {
    await removeTemporary(staging);
    release();
  };
  try {
    await finishReplacing(folder);
    if (!replace) checkNoRun(folder);
    await mkdir(staging);
  } catch (error) {
    await close();
    throw error;
  }

  return {
    staging,
    async publish() {
      const made = FILES.filter((file) => existsSync(join(staging, file)));
      await replaceRun(staging, folder, FILES);
      return made;
    },
    async close() {
      await close();
      // Somebody else may have removed it. That must not hide an error that has been reported.
      if (isNew && existsSync(folder) && readdirSync(folder).length === 0) await rmdir(folder);
    },
  };
}
