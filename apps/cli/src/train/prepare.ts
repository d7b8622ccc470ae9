/**
 * From the command line to a fit that can be trained: reads its rows, and checks what is asked for. With `--from` it
 * goes on where the file of an earlier fit left off. @fived/interpolator says what may change then; here its settings
 * get the names of the options.
 */
import { selectColumns, selectFeatures, type FeaturesAndTarget, type Table } from '@fived/data/readers';
import {
  contradictionOf,
  findTooLarge,
  loadSavedFit,
  prepareFit,
  prepareResume,
  tooLarge,
  type PreparedFit,
  type ResumeOptions,
  type SavedFit,
} from '@fived/interpolator';
import { readRows } from '../table-options.js';
import { shownName } from '../text.js';
import { DIMENSIONS, SETTING_OPTIONS, typedSettings, type TrainOptions } from './train-options.js';
import { loadFrom } from '../predict/model.js';

/** @param saved the fit that goes on; unless options ask for others, its columns are taken by their names */
export async function readData(options: TrainOptions, saved: SavedFit | undefined): Promise<FeaturesAndTarget> {
  const { target, features, dimensions = features === undefined ? DIMENSIONS : undefined } = options;
  const table = await readRows(options);
  const data =
    saved === undefined
      ? selectColumns(table, { target, features, dimensions })
      : selectEarlierColumns(table, saved, options);
  checkMagnitudes(data);
  return data;
}

/** @throws RangeError that names file, row and column of a number that is too large to compute with */
function checkMagnitudes({ source, featureNames, targetName, x, y }: FeaturesAndTarget): void {
  for (const [values, names] of [
    [x, featureNames],
    [y, [targetName]],
  ] as const) {
    const place = findTooLarge(values);
    if (place < 0) continue;
    const row = Math.floor(place / names.length) + 1;
    throw tooLarge(`${source}, row ${row}, column ${shownName(names[place % names.length])}`, values[place]);
  }
}

const ADAM_OPTIONS = ['batch-size', 'learning-rate', 'schedule'] as const;

/** @throws Error for an option that the optimizer does not have; RangeError for rows and settings that make no sense */
export function prepare(data: FeaturesAndTarget, options: TrainOptions, saved: SavedFit | undefined): PreparedFit {
  if (saved !== undefined) return prepareToGoOn(data, saved, typedSettings(options));
  const { preset = 'default', optimizer } = options;
  const stray = ADAM_OPTIONS.find((name) => options[name] !== undefined);
  if (stray !== undefined && preset === 'default' && optimizer !== 'adam') {
    throw new Error(
      `--${stray} is for --optimizer adam, levenberg-marquardt finds its own steps; ` +
        `give that too, or leave --${stray} out.`,
    );
  }
  const { x, y, featureNames, targetName } = data;
  return prepareFit({ x, y }, { ...typedSettings(options), preset, featureNames, targetName });
}

const OPTION_NAMES: Readonly<Record<keyof ResumeOptions, string>> = {
  ...SETTING_OPTIONS,
  featureNames: 'features',
  targetName: 'target',
};

/**
 * Loads the earlier fit. Undefined without `--from`.
 * @throws Error of one line for a file that cannot go on, and for an option that contradicts it
 */
export async function loadEarlier(options: TrainOptions) {
  const { from, preset } = options;
  if (from === undefined) return undefined;
  if (preset !== undefined) {
    throw new Error(
      '--preset is for a new training, and --from goes on with the settings of an earlier one; ' +
        'leave one of the two out.',
    );
  }
  const { loaded: saved, file } = await loadFrom(from, '--from', loadSavedFit);
  refuseContradiction(saved, typedSettings(options));
  return { file, saved };
}

/**
 * Selects the columns of the earlier fit, by their names.
 * @throws Error if one is not there, or if --target or --features ask for others
 */
function selectEarlierColumns(
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
  const option = `--${OPTION_NAMES[contradiction.option]}`;
  throw new Error(
    `${option} is ${contradiction.saved} in the training that goes on; ` +
      `got ${contradiction.given}. Leave ${option} out, or train anew.`,
  );
}

const isSetting = (word: string): word is keyof ResumeOptions => Object.hasOwn(OPTION_NAMES, word);

/** @throws RangeError for other rows, for settings that the earlier fit rules out, and if nothing is left to train */
function prepareToGoOn(data: FeaturesAndTarget, saved: SavedFit, settings: ResumeOptions): PreparedFit {
  try {
    return prepareResume(data, saved, settings);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A message about a setting begins with its name.
    throw new RangeError(
      error.message.replace(/^\w+/, (word) => (isSetting(word) ? `--${OPTION_NAMES[word]}` : word)),
      { cause: error },
    );
  }
}
