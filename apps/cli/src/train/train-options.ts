/** The options of `fived train`. */
import { optimizers, presets, type Optimizer, type Preset, type SettingsOptions } from '@fived/interpolator';
import { hiddenActivations, schedules, type HiddenActivation, type Schedule } from '@fived/nn';
import type { Argv } from 'yargs';
import { engineNames, ENGINES_HELP, type EngineName } from '../benchmark/engines.js';
import { columnKeys, hiddenSizes, nonEmpty, path, positiveNumber, wholeNumber } from '../options.js';
import { MODEL_FILE } from '../predict/model.js';
import { FORMATS, tableOptions, type TableOptions } from '../table-options.js';

export interface TrainOptions extends TableOptions {
  readonly file: string;
  readonly target?: string;
  readonly features?: readonly string[];
  readonly dimensions?: number;
  /** A run folder or a model file from which the training goes on. */
  readonly from?: string;
  readonly preset?: Preset;
  readonly optimizer?: Optimizer;
  readonly hidden?: readonly number[];
  readonly activation?: HiddenActivation;
  readonly epochs?: number;
  readonly 'batch-size'?: number;
  readonly 'learning-rate'?: number;
  readonly schedule?: Schedule;
  readonly patience?: number;
  readonly ensemble?: number;
  readonly jobs?: number;
  readonly threads?: number;
  readonly seed?: number;
  readonly engine: EngineName;
  readonly out?: string;
  readonly force: boolean;
  readonly charts: boolean;
}

/** How many features are expected: as many as the interpolator of this project has. */
export const DIMENSIONS = 5;

const BY_DATA = 'by the size of the data';
const BY_PRESET = 'as in the preset';

/** The settings from the command line, under the library's names. A setting that was not given is undefined. */
export const typedSettings = (options: TrainOptions): Omit<SettingsOptions, 'preset'> => ({
  optimizer: options.optimizer,
  hiddenSizes: options.hidden,
  activation: options.activation,
  epochs: options.epochs,
  batchSize: options['batch-size'],
  learningRate: options['learning-rate'],
  schedule: options.schedule,
  patience: options.patience,
  members: options.ensemble,
  seed: options.seed,
});

export const trainOptions = (yargs: Argv): Argv<TrainOptions> =>
  tableOptions(
    yargs
      .nargs('file', 1) // otherwise yargs would not accept -
      .positional('file', {
        demandOption: true,
        type: 'string',
        coerce: path('file'),
        describe: `The rows: ${FORMATS}`,
      })
      .option('target', {
        type: 'string',
        coerce: nonEmpty('target', 'the name or number of a column'),
        describe: 'The column to learn, by name or number (from 1)',
        defaultDescription: 'the last column',
        requiresArg: true,
      })
      .option('features', {
        type: 'string',
        coerce: columnKeys('features'),
        describe: 'The columns to learn from, a,b,c by name or number; or the option once for each',
        defaultDescription: 'all columns but the target',
        requiresArg: true,
      })
      .option('dimensions', {
        coerce: wholeNumber('dimensions', 1),
        describe: 'How many features there must be',
        defaultDescription: `${DIMENSIONS}, or as many as --features names`,
        requiresArg: true,
      }),
  )
    .option('from', {
      type: 'string',
      coerce: path('from'),
      describe:
        `Go on with an earlier training on the same rows: its run folder, or its ${MODEL_FILE}. ` +
        'All is as it was there, but for more --epochs, --patience or --ensemble',
      defaultDescription: 'a new training',
      requiresArg: true,
    })
    .option('preset', {
      choices: Object.keys(presets) as readonly Preset[],
      describe: 'default: an accurate fit in a few seconds; published: the network and the training that bench has',
      defaultDescription: 'default',
      requiresArg: true,
    })
    .option('optimizer', {
      choices: optimizers,
      describe: 'What learns the weights: second-order steps on all rows, or first-order ones on minibatches',
      defaultDescription: 'levenberg-marquardt; adam for published',
      requiresArg: true,
    })
    .option('hidden', {
      type: 'string',
      coerce: hiddenSizes('hidden'),
      describe: 'Widths of the hidden layers, such as 64,32,16, or none',
      defaultDescription: BY_DATA,
      requiresArg: true,
    })
    .option('activation', {
      choices: hiddenActivations,
      describe: 'What follows each hidden layer',
      defaultDescription: BY_PRESET,
      requiresArg: true,
    })
    .option('ensemble', {
      coerce: wholeNumber('ensemble', 1),
      describe: 'How many networks are trained; the mean of the good ones predicts',
      defaultDescription: BY_DATA,
      requiresArg: true,
    })
    .option('jobs', {
      coerce: wholeNumber('jobs', 1),
      describe: 'Networks trained at a time, each on a thread; the model is the same, however many',
      defaultDescription: 'as many as there are cores',
      requiresArg: true,
    })
    .option('threads', {
      coerce: wholeNumber('threads', 1),
      describe:
        'For adam: threads that share the training of one network where measuring shows that they are quicker; ' +
        'the model is the same, however many',
      defaultDescription: 'for a single network, as many as there are cores',
      requiresArg: true,
    })
    .option('epochs', {
      coerce: wholeNumber('epochs', 1),
      describe: 'The most epochs of each network; with --from the total, including the earlier ones',
      defaultDescription: BY_PRESET,
      requiresArg: true,
    })
    .option('patience', {
      coerce: wholeNumber('patience', 0),
      describe: 'Stop after this many epochs without a better validation loss; 0: never',
      defaultDescription: BY_PRESET,
      requiresArg: true,
    })
    .option('batch-size', {
      coerce: wholeNumber('batch-size', 1),
      describe: 'For adam: rows of a minibatch',
      defaultDescription: BY_PRESET,
      requiresArg: true,
    })
    .option('learning-rate', {
      coerce: positiveNumber('learning-rate'),
      describe: 'For adam: the learning rate, at its peak',
      defaultDescription: BY_PRESET,
      requiresArg: true,
    })
    .option('schedule', {
      choices: schedules,
      describe: 'For adam: how the learning rate falls',
      defaultDescription: BY_PRESET,
      requiresArg: true,
    })
    .option('seed', {
      coerce: wholeNumber('seed', 0),
      describe: 'Seed of split, initial weights and order of rows',
      defaultDescription: '42',
      requiresArg: true,
    })
    .option('engine', { default: 'simd' as const, choices: engineNames, describe: ENGINES_HELP, requiresArg: true })
    .option('out', {
      type: 'string',
      coerce: path('out'),
      describe: 'Run folder; made when absent',
      defaultDescription: 'runs/NAME for NAME.csv',
      requiresArg: true,
    })
    .option('force', {
      type: 'boolean',
      default: false,
      describe: 'Replace the run that --out holds, once the new one is trained',
    })
    .option('charts', {
      type: 'boolean',
      default: true,
      describe: 'Draw loss_curve.png, parity.png and residuals.png (--no-charts: leave them out)',
    });
