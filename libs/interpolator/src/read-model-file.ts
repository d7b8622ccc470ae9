/** Model files on disk. */
import { readFile } from 'node:fs/promises';
import { errorCode } from '@fived/records/files';
import { decodeSavedFit } from './model-file.js';
import type { SavedFit } from './saved-fit.js';

/** @throws Error that says which file, and why */
export async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot read ${path}: ${errorCode(error) === 'ENOENT' ? 'there is no such file' : reason}`, {
      cause: error,
    });
  }
}

/** A fit to resume. @throws Error that says what is wrong with the file, also if it holds only a model */
export async function loadSavedFit(path: string): Promise<SavedFit> {
  return decodeSavedFit(await readModelFile(path), path);
}
