/** Loads a model by the path that a user gives: of its file, or of the run folder that holds it. */
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Interpolator } from '@fived/interpolator';
import { finishReplacingIfFree, messageOf } from '@fived/records';
import { chooseEngine, engineFactory, type EngineName } from '../benchmark/engines.js';
import { pathArgument } from '../options.js';

export const MODEL_FILE = 'model.safetensors';

export interface LoadedModel {
  readonly interpolator: Interpolator;
  /** The path of the model itself, also if a folder was given. */
  readonly file: string;
}

/**
 * Loads what a user names by a path: of a model's file, or of the run folder that holds it.
 * @param option the name of what was given
 * @throws Error of one line that says what is wrong with the file, and what would be right
 */
export async function loadFrom<Loaded>(
  given: string,
  option: string,
  load: (file: string) => Promise<Loaded>,
): Promise<{ readonly loaded: Loaded; readonly file: string }> {
  const isFolder = (await stat(given).catch(() => undefined))?.isDirectory() === true;
  if (isFolder) await finishReplacingIfFree(given);
  const file = isFolder ? join(given, MODEL_FILE) : given;
  try {
    return { loaded: await load(file), file };
  } catch (error) {
    if (file.endsWith('.safetensors') && !isFolder) throw error;
    throw new Error(`${messageOf(error)}; ${option} must be a run folder of "fived train", or its ${MODEL_FILE}`, {
      cause: error,
    });
  }
}

/** In a safetensors file the header begins with { after the 8 bytes of its length. */
const HEADER_AT = 8;
const HEADER_BEGIN = 0x7b;

/**
 * Whether the first bytes show that it is not a safetensors file; false if the file cannot be looked at before it is
 * read.
 */
async function isOtherFile(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    if (!(await file.stat()).isFile()) return false; // a pipe can be read only once
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEADER_AT + 1), 0, HEADER_AT + 1, 0);
    return bytesRead <= HEADER_AT || buffer[HEADER_AT] !== HEADER_BEGIN;
  } finally {
    await file.close();
  }
}

/** @throws Error as `loadFrom` does */
export async function loadModel(given: string, engine: EngineName = chooseEngine('auto')): Promise<LoadedModel> {
  const { loaded: interpolator, file } = await loadFrom(given, 'MODEL', async (path) => {
    if (await isOtherFile(path)) throw new Error(`${path} is not a safetensors file`);
    return Interpolator.load(path, { createEngine: engineFactory({ engine }) });
  });
  return { interpolator, file };
}

/** `<model>` */
export const MODEL_ARGUMENT = pathArgument(`A run folder of fived train, or its ${MODEL_FILE}`);
