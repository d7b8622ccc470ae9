/** The options of `fived train`. */
import { optimizers, presets, type Preset, type SettingsOptions } from '@fived/interpolator';
import { hiddenActivations, schedules } from '@fived/nn';
import { ENGINE_OPTION } from '../benchmark/engines.js';
import {
  columnKeys,
  epochs,
  flag,
  hiddenSizes,
  inGroup,
  jsonFlag,
  nonEmpty,
  path,
  positiveNumber,
  wholeNumber,
  type Values,
} from '../options.js';
import { MODEL_FILE } from '../predict/model.js';
import { fileArgument, TABLE_OPTIONS } from '../table-options.js';

/** How many features are expected: as many as the interpolator of this project has. */
export const DIMENSIONS = 5;

const BY_DATA = 'by the size of the data';
const BY_PRESET = 'as in the preset';

export const TRAIN_OPTIONS = {
  file: fileArgument('The rows'),
  ...inGroup('Data', {
    target: {
      type: 'string',
      read: nonEmpty('the name or number of a column'),
      describe: 'The column to learn, by name or number (from 1)',
      defaultDescription: 'the last column',
    },
    features: {
      type: 'string',
      read: columnKeys,
      describe: 'The columns to learn from, a,b,c by name or number; or the option once for each',
      defaultDescription: 'all columns but the target',
    },
    dimensions: {
      read: wholeNumber(1),
      isRare: true,
      describe: 'How many features there must be',
      defaultDescription: `${DIMENSIONS}, or as many as --features names`,
    },
  }),
  ...TABLE_OPTIONS,
  ...inGroup('Network', {
    hidden: {
      type: 'string',
      read: hiddenSizes,
      describe: 'Widths of the hidden layers, such as 64,32,16, or none',
      defaultDescription: BY_DATA,
    },
    activation: {
      choices: hiddenActivations,
      isRare: true,
      describe: 'What follows each hidden layer',
      defaultDescription: BY_PRESET,
    },
    ensemble: {
      read: wholeNumber(1),
      describe: 'How many networks are trained; the mean of the good ones predicts',
      defaultDescription: BY_DATA,
    },
  }),
  ...inGroup('Training', {
    preset: {
      choices: Object.keys(presets) as readonly Preset[],
      describe: 'default: an accurate fit in a few seconds; published: the network and the training that bench has',
      defaultDescription: 'default',
    },
    optimizer: {
      choices: optimizers,
      describe: 'What learns the weights: second-order steps on all rows, or first-order ones on minibatches',
      defaultDescription: 'levenberg-marquardt; adam for published',
    },
    epochs: {
      read: epochs,
      describe: 'The most epochs of each network; with --from the total, including the earlier ones',
      defaultDescription: BY_PRESET,
    },
    patience: {
      read: wholeNumber(0),
      isRare: true,
      describe: 'Stop after this many epochs without a better validation loss; 0: never',
      defaultDescription: BY_PRESET,
    },
    'batch-size': {
      read: wholeNumber(1),
      isRare: true,
      describe: 'For adam: rows of a minibatch',
      defaultDescription: BY_PRESET,
    },
    'learning-rate': {
      read: positiveNumber,
      isRare: true,
      describe: 'For adam: the learning rate, at its peak',
      defaultDescription: BY_PRESET,
    },
    schedule: {
      choices: schedules,
      isRare: true,
      describe: 'For adam: how the learning rate falls',
      defaultDescription: BY_PRESET,
    },
    seed: {
      read: wholeNumber(0),
      describe: 'Seed of split, initial weights and order of rows',
      defaultDescription: '42',
    },
    from: {
      type: 'string',
      read: path,
      describe:
        `Go on with an earlier training on the same rows: its run folder, or its ${MODEL_FILE}. ` +
        'All is as it was there, but for more --epochs, --patience or --ensemble',
      defaultDescription: 'a new training',
    },
  }),
  ...inGroup('Running', {
    jobs: {
      read: wholeNumber(1),
      describe: 'Networks trained at a time, each on a thread; the model is the same, however many',
      defaultDescription: 'as many as there are cores',
    },
    threads: {
      read: wholeNumber(1),
      isRare: true,
      describe:
        'For adam: threads that share the training of one network where measuring shows that they are quicker; ' +
        'the model is the same, however many',
      defaultDescription: 'for a single network, as many as there are cores',
    },
  }),
  engine: ENGINE_OPTION,
  ...inGroup('Output', {
    out: {
      type: 'string',
      read: path,
      describe: 'Run folder; made when absent',
      defaultDescription: 'runs/NAME for NAME.csv',
    },
    force: flag('Replace the run that --out holds, once the new one is trained'),
    charts: {
      type: 'boolean',
      default: true,
      describe: 'Draw loss_curve.png, parity.png and residuals.png (--no-charts: leave them out)',
    },
  }),
  json: jsonFlag('Print the record in place of the tables'),
} as const;
export type TrainOptions = Values<typeof TRAIN_OPTIONS>;

/** The options that are settings of the library, by its names. */
export const SETTING_OPTIONS = {
  optimizer: 'optimizer',
  hiddenSizes: 'hidden',
  activation: 'activation',
  epochs: 'epochs',
  batchSize: 'batch-size',
  learningRate: 'learning-rate',
  schedule: 'schedule',
  patience: 'patience',
  members: 'ensemble',
  seed: 'seed',
} as const satisfies Record<keyof Omit<SettingsOptions, 'preset'>, keyof TrainOptions>;

type TypedSettings = { readonly [Name in keyof typeof SETTING_OPTIONS]: TrainOptions[(typeof SETTING_OPTIONS)[Name]] };

/** The settings from the command line. A setting that was not given is undefined. */
export const typedSettings = (given: TrainOptions): TypedSettings =>
  Object.fromEntries(
    Object.entries(SETTING_OPTIONS).map(([name, option]) => [name, given[option]]),
  ) as object as TypedSettings;
