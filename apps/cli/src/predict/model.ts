/** Loads a model by the path that a user gives: of its file, or of the run folder that holds it. */
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Interpolator } from '@fived/interpolator';
import type { Argv } from 'yargs';
import { checkEngine, engineFactory } from '../benchmark/engines.js';
import { path } from '../options.js';
import { EXACT_ENGINES, type ExactEngine } from '../verify/claims.js';

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
    return {
      interpolator: await Interpolator.load(file, { createEngine: engineFactory({ engine, wide: false }) }),
      file,
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (file.endsWith('.safetensors') && file === given) throw error;
    throw new Error(`${message}; MODEL must be a run folder of "fived train", or its ${MODEL_FILE}`, { cause: error });
  }
}

export interface ModelOptions {
  readonly model: string;
  readonly engine: ExactEngine;
}

/** The options of `predict` and `evaluate` for the model and for the engine that computes with it. */
export function modelOptions<Options>(yargs: Argv<Options>): Argv<Options & ModelOptions> {
  return yargs
    .positional('model', {
      demandOption: true,
      type: 'string',
      coerce: path('model'),
      describe: `A run folder of fived train, or its ${MODEL_FILE}`,
    })
    .option('engine', {
      default: 'simd' as const,
      choices: EXACT_ENGINES,
      describe: 'Which engine computes; both give the same bits',
      requiresArg: true,
    });
}

/** @throws Error as `loadModel` does; before that, if this Node cannot run the engine */
export async function loadToCompute({ model, engine }: ModelOptions): Promise<LoadedModel> {
  checkEngine(engine);
  return loadModel(model, engine);
}
