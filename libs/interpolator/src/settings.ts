/** Settings of a fit: the caller's options, completed by the preset, and all of it checked; the members' seeds. */
import { hiddenActivations, MOST_EPOCHS, schedules } from '@fived/nn';
import { SeedSequence } from '@fived/random';
import {
  DEFAULT_SEED,
  optimizers,
  presets,
  type AdamTrainingSettings,
  type DataSize,
  type Preset,
  type TrainingSettings,
} from './defaults.js';

interface Seeded {
  /** Seed of the split and of the first member. The seeds of the other members follow from it (`memberSeeds`). */
  readonly seed: number;
}

export type Settings = TrainingSettings & Seeded;

/**
 * Settings to change; the preset has the rest. batchSize, learningRate and schedule apply only to the optimizer adam.
 */
export interface SettingsOptions extends Partial<Omit<AdamTrainingSettings, 'optimizer'> & Seeded> {
  /** Default 'default': by the size of the data. */
  readonly preset?: Preset;
  readonly optimizer?: Settings['optimizer'];
}

const LARGEST_SEED = 2 ** 32 - 1;
const MOST_MEMBERS = 1000;
/** Its equations fill three float64 matrices with this many rows and columns. */
const MOST_SECOND_ORDER_PARAMETERS = 4000;

/** @throws RangeError that names the option and says what would be right */
export function chooseSettings(options: SettingsOptions, size: DataSize): Settings {
  const name = options.preset ?? 'default';
  checkChoice('preset', name, Object.keys(presets));
  if (options.optimizer !== undefined) checkChoice('optimizer', options.optimizer, optimizers);
  const preset = presets[name](size, options.optimizer);
  if (options.optimizer !== undefined && options.optimizer !== preset.optimizer) {
    throw new RangeError(
      `The preset ${name} is a training with the optimizer ${preset.optimizer}; got ${options.optimizer}.`,
    );
  }
  const patience = options.patience ?? preset.patience;
  const common = {
    hiddenSizes: [...(options.hiddenSizes ?? preset.hiddenSizes)],
    activation: options.activation ?? preset.activation,
    epochs: options.epochs ?? preset.epochs,
    patience: patience === Infinity ? 0 : patience,
    members: options.members ?? preset.members,
    seed: chooseSeed(options),
  };
  const adamOnly = (['batchSize', 'learningRate', 'schedule'] as const).find((each) => options[each] !== undefined);
  if (preset.optimizer === 'levenberg-marquardt' && adamOnly !== undefined) {
    throw new RangeError(
      `${adamOnly} is a setting of the optimizer adam; ` +
        'levenberg-marquardt takes all rows at once and finds its own step sizes. ' +
        `Leave ${adamOnly} out, or choose the optimizer adam.`,
    );
  }
  const settings: Settings =
    preset.optimizer === 'levenberg-marquardt'
      ? { optimizer: preset.optimizer, ...common }
      : {
          optimizer: preset.optimizer,
          ...common,
          batchSize: options.batchSize ?? preset.batchSize,
          learningRate: options.learningRate ?? preset.learningRate,
          schedule: options.schedule ?? preset.schedule,
        };
  checkSettings(settings);
  return settings;
}

/** The seed is needed before the rest: it splits the rows, and the number of training rows chooses the rest. */
export function chooseSeed({ seed = DEFAULT_SEED }: SettingsOptions): number {
  checkWhole('seed', seed, 0, LARGEST_SEED);
  return seed;
}

/** @throws RangeError that names the setting and says what would be right */
export function checkSettings(settings: Settings): void {
  const { hiddenSizes, activation, epochs, patience, members, seed } = settings;
  hiddenSizes.forEach((width, layer) => {
    checkWhole(`hiddenSizes[${layer}]`, width, 1);
  });
  checkChoice('activation', activation, hiddenActivations);
  checkWhole('epochs', epochs, 1, MOST_EPOCHS);
  checkWhole('patience', patience, 0);
  checkWhole('members', members, 1, MOST_MEMBERS);
  checkWhole('seed', seed, 0, LARGEST_SEED);
  if (settings.optimizer === 'levenberg-marquardt') return;
  const { batchSize, learningRate, schedule } = settings;
  checkWhole('batchSize', batchSize, 1);
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(`learningRate must be a positive number; got ${learningRate}.`);
  }
  checkChoice('schedule', schedule, schedules);
}

/** @throws RangeError if the network is too large for the optimizer */
export function checkParameterCount({ optimizer }: Settings, parameterCount: number): void {
  if (optimizer === 'adam' || parameterCount <= MOST_SECOND_ORDER_PARAMETERS) return;
  throw new RangeError(
    `levenberg-marquardt is for small networks, of at most ${MOST_SECOND_ORDER_PARAMETERS} parameters; ` +
      `this one has ${parameterCount}. Choose fewer or smaller hidden layers, or the optimizer adam.`,
  );
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw new RangeError(`${name} must be one of ${choices.join(', ')}; got ${value}.`);
}

function checkWhole(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new RangeError(`${name} must be a whole number ${range}; got ${value}.`);
}

/**
 * Rows that the engine computes at once when minibatches do not decide it. It equals the number for predictions, so
 * that the compiled modules are the same.
 */
export const ENGINE_BATCH_SIZE = 32;

/**
 * The streams of a single network (`initializers.ts` of @fived/nn) have keys of one word, so these differ from them.
 */
const MEMBERS_KEY = 3;

/**
 * Member 0 has the fit's own seed, so it equals a fit of one network. Member i from 1 on has the first word of the
 * SeedSequence of that seed with the spawn key (3, i).
 */
export const memberSeeds = (seed: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) =>
    index === 0 ? seed : new SeedSequence(seed, [MEMBERS_KEY, index]).generateState(1)[0],
  );
