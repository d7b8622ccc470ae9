/** Loads a model by the path that a user gives: of its file, or of the run folder that holds it. */
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Interpolator } from '@fived/interpolator';
import { messageOf } from '@fived/records';
import type { Argv } from 'yargs';
import { engineFactory, type ExactEngine } from '../benchmark/engines.js';
import { pathArgument } from '../options.js';

export const MODEL_FILE = 'model.safetensors';

export interface LoadedModel {
  readonly interpolator: Interpolator;
  /** The path of the model itself, also if a folder was given. */
  readonly file: string;
}

const isFolder = (given: string): Promise<boolean> =>
  stat(given).then(
    (stats) => stats.isDirectory(),
    () => false,
  );

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

/** @throws Error of one line that says what is wrong with the file, and what would be right */
export async function loadModel(given: string, engine: ExactEngine = 'simd'): Promise<LoadedModel> {
  const file = (await isFolder(given)) ? join(given, MODEL_FILE) : given;
  try {
    if (await isOtherFile(file)) throw new Error(`${file} is not a safetensors file`);
    return { interpolator: await Interpolator.load(file, { createEngine: engineFactory({ engine }) }), file };
  } catch (error) {
    if (file.endsWith('.safetensors') && file === given) throw error;
    throw new Error(`${messageOf(error)}; MODEL must be a run folder of "fived train", or its ${MODEL_FILE}`, {
      cause: error,
    });
  }
}

export const modelArgument = (yargs: Argv) =>
  pathArgument(yargs, 'model', `A run folder of fived train, or its ${MODEL_FILE}`);
