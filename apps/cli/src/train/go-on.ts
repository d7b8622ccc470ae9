/**
 * `--from`: a fit that goes on where the file of an earlier one left off. @fived/interpolator says what may change.
 * Here its settings get the names of the options.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { selectColumns, selectFeatures, type FeaturesAndTarget, type Table } from '@fived/data/readers';
import {
  contradictionOf,
  loadSavedFit,
  prepareResume,
  type PreparedFit,
  type ResumeOptions,
  type SavedFit,
} from '@fived/interpolator';
import { MODEL_FILE } from '../predict/model.js';
import { typedSettings, type TrainOptions } from './train-options.js';

const OPTION_NAMES: Readonly<Record<keyof ResumeOptions, string>> = {
  optimizer: '--optimizer',
  hiddenSizes: '--hidden',
  activation: '--activation',
  epochs: '--epochs',
  batchSize: '--batch-size',
  learningRate: '--learning-rate',
  schedule: '--schedule',
  patience: '--patience',
  members: '--ensemble',
  seed: '--seed',
  featureNames: '--features',
  targetName: '--target',
};

/** What `--from` names. */
export interface Earlier {
  /** The path of the model itself, also if a run folder was given. */
  readonly file: string;
  readonly saved: SavedFit;
}

const isFolder = (given: string): boolean => statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Loads the earlier fit. Undefined without `--from`.
 * @throws Error of one line for a file that cannot go on, and for an option that contradicts it
 */
export async function loadEarlier(options: TrainOptions): Promise<Earlier | undefined> {
  const { from, preset } = options;
  if (from === undefined) return undefined;
  if (preset !== undefined) {
    throw new Error(
      '--preset is for a new training, and --from goes on with the settings of an earlier one; ' +
        'leave one of the two out.',
    );
  }
  const file = isFolder(from) ? join(from, MODEL_FILE) : from;
  const saved = await loadSavedFit(file).catch((error: unknown) => {
    if (file.endsWith('.safetensors') && file === from) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}; --from must be a run folder of "fived train", or its ${MODEL_FILE}`, { cause: error });
  });
  refuseContradiction(saved, typedSettings(options));
  return { file, saved };
}

/**
 * Selects the columns of the earlier fit, by their names.
 * @throws Error if one is not there, or if --target or --features ask for others
 */
export function selectEarlierColumns(
  table: Table,
  saved: SavedFit,
  { target, features, dimensions }: TrainOptions,
): FeaturesAndTarget {
  const header = { ...table, values: new Float64Array(0), rowCount: 0 };
  const namesOf = (keys: readonly string[]): readonly string[] => selectFeatures(header, keys).featureNames;
  refuseContradiction(saved, {
    featureNames: features && namesOf(features),
    targetName: target === undefined ? undefined : namesOf([target])[0],
  });
  const { names } = saved.model;
  return selectColumns(table, { target: names.target, features: names.features, dimensions });
}

function refuseContradiction(saved: SavedFit, options: ResumeOptions): void {
  const contradiction = contradictionOf(saved, options);
  if (contradiction === undefined) return;
  const option = OPTION_NAMES[contradiction.option];
  throw new Error(
    `${option} is ${contradiction.saved} in the training that goes on; ` +
      `got ${contradiction.given}. Leave ${option} out, or train anew.`,
  );
}

const isSetting = (word: string): word is keyof ResumeOptions => Object.hasOwn(OPTION_NAMES, word);

/** @throws RangeError for other rows, for settings that the earlier fit rules out, and if nothing is left to train */
export function prepareToGoOn(data: FeaturesAndTarget, saved: SavedFit, settings: ResumeOptions): PreparedFit {
  try {
    return prepareResume(data, saved, settings);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A message about a setting begins with its name.
    throw new RangeError(
      error.message.replace(/^\w+/, (word) => (isSetting(word) ? OPTION_NAMES[word] : word)),
      { cause: error },
    );
  }
}
