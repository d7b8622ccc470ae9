/** From the command line to a fit that can be trained: reads its rows, and checks what is asked for. */
import { selectColumns, type FeaturesAndTarget } from '@fived/data/readers';
import { prepareFit, type PreparedFit, type SavedFit } from '@fived/interpolator';
import { readRows } from '../table-options.js';
import { prepareToGoOn, selectEarlierColumns } from './go-on.js';
import { DIMENSIONS, typedSettings, type TrainOptions } from './train-options.js';

/** @param saved the fit that goes on; unless options ask for others, its columns are taken by their names */
export async function readData(options: TrainOptions, saved: SavedFit | undefined): Promise<FeaturesAndTarget> {
  const { target, features, dimensions = features === undefined ? DIMENSIONS : undefined } = options;
  const table = await readRows(options);
  return saved === undefined
    ? selectColumns(table, { target, features, dimensions })
    : selectEarlierColumns(table, saved, options);
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
