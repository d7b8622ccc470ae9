/** Settings of a fit: what the caller asked for, the preset for the rest, all of it checked. */
import { hiddenActivations, schedules } from '@fived/nn';
import { DEFAULT_SEED, presets, type DataSize, type Preset, type TrainingSettings } from './defaults.js';

export interface Settings extends TrainingSettings {
  /** Of the split, the initial weights and the order of rows. */
  readonly seed: number;
}

/** Settings to change; the preset has the rest. */
export interface SettingsOptions extends Partial<Settings> {
  /** Default 'default': by the size of the data. */
  readonly preset?: Preset;
}

const LARGEST_SEED = 2 ** 32 - 1;

/** @throws RangeError that names the option and says what would be right */
export function chooseSettings(options: SettingsOptions, size: DataSize): Settings {
  const name = options.preset ?? 'default';
  checkChoice('preset', name, Object.keys(presets));
  const preset = presets[name](size);
  const settings: Settings = {
    hiddenSizes: [...(options.hiddenSizes ?? preset.hiddenSizes)],
    activation: options.activation ?? preset.activation,
    epochs: options.epochs ?? preset.epochs,
    batchSize: options.batchSize ?? preset.batchSize,
    learningRate: options.learningRate ?? preset.learningRate,
    schedule: options.schedule ?? preset.schedule,
    patience: options.patience ?? preset.patience,
    seed: chooseSeed(options),
  };
  checkSettings(settings);
  return settings.patience === Infinity ? { ...settings, patience: 0 } : settings;
}

/** The seed is needed before the rest: it splits the rows, and their number chooses the rest. */
export function chooseSeed({ seed = DEFAULT_SEED }: SettingsOptions): number {
  checkWhole('seed', seed, 0, LARGEST_SEED);
  return seed;
}

/** @throws RangeError that names the setting and says what would be right */
export function checkSettings(settings: Settings): void {
  const { hiddenSizes, activation, epochs, batchSize, learningRate, schedule, patience, seed } = settings;
  hiddenSizes.forEach((width, layer) => {
    checkWhole(`hiddenSizes[${layer}]`, width, 1);
  });
  checkWhole('epochs', epochs, 1);
  checkWhole('batchSize', batchSize, 1);
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(`learningRate must be a positive number; got ${learningRate}.`);
  }
  checkChoice('activation', activation, hiddenActivations);
  checkChoice('schedule', schedule, schedules);
  if (patience !== Infinity) checkWhole('patience', patience, 0);
  checkWhole('seed', seed, 0, LARGEST_SEED);
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw new RangeError(`${name} must be one of ${choices.join(', ')}; got ${value}.`);
}

function checkWhole(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new RangeError(`${name} must be a whole number ${range}; got ${value}.`);
}
