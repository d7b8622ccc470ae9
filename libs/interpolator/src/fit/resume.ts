/**
 * A fit that resumes a saved one, and ends as if both had been one longer fit: the same bits in every tensor and every
 * figure of its model.
 *
 * So only settings that cannot have influenced the earlier part may change: more epochs in all, more patience, more
 * members. With a schedule not even the epochs may change, since the learning rate of every epoch depends on their
 * total. Rows and all other settings are those of the saved fit.
 */
import { readLabelled } from '../input.js';
import type { NamesOptions } from '../names.js';
import { prepareTable, type LabelledRows, type PreparedFit } from './prepare-fit.js';
import { sha256OfRows } from '../file/hashes.js';
import { endOf, type SavedFit, type TrainedMember } from './saved-fit.js';
import { checkSettings, type Settings, type SettingsOptions } from '../settings.js';

/** Omitted options are as in the saved fit. Given ones must be equal to it, except epochs, patience and members. */
export type ResumeOptions = Omit<SettingsOptions, 'preset'> & NamesOptions;

/** An option that asks for something other than the saved fit had. */
interface Contradiction {
  readonly option: keyof ResumeOptions;
  readonly saved: string;
  readonly given: string;
}

const FIXED = [
  'optimizer',
  'hiddenSizes',
  'activation',
  'batchSize',
  'learningRate',
  'schedule',
  'seed',
  'featureNames',
  'targetName',
] as const;

const textOf = (value: number | string | readonly (number | string)[] | undefined): string =>
  typeof value === 'object' ? value.join(',') || 'none' : String(value ?? 'none');

/** The first option that contradicts the saved fit, among those that may not change at all. */
export function contradictionOf(
  { model: { settings, names } }: Pick<SavedFit, 'model'>,
  options: ResumeOptions,
): Contradiction | undefined {
  const savedOptions: ResumeOptions = { ...settings, featureNames: names.features, targetName: names.target };
  const isOther = (option: (typeof FIXED)[number]): boolean =>
    options[option] !== undefined && JSON.stringify(options[option]) !== JSON.stringify(savedOptions[option]);
  const option = FIXED.find(isOther);
  return option && { option, saved: textOf(savedOptions[option]), given: textOf(options[option]) };
}

/**
 * Like `prepareFit`, for the rows of the saved fit in the same order. Members that have reached their end stay
 * unchanged; the others are trained from where they stand.
 * @throws TypeError for values that are not numbers; RangeError for an option (which it names) that contradicts the
 * saved fit, for other rows, and if there is nothing left to train
 */
export function prepareResume({ x, y }: LabelledRows, saved: SavedFit, options: ResumeOptions = {}): PreparedFit {
  const settings = resumedSettings(saved, options);
  const { model, state } = saved;
  const table = readLabelled(x, y, model.network.inputSize);
  const rowsSha256 = sha256OfRows(table);
  if (rowsSha256 !== state.rowsSha256) {
    const { rowCount } = table;
    const { rowCounts, cleaning } = model.training;
    const savedCount = rowCounts.training + rowCounts.validation + rowCounts.test + cleaning.droppedRowCount;
    throw new RangeError(
      'A training goes on with the rows that it began with, in the same order: ' +
        (rowCount === savedCount
          ? `these are as many, ${rowCount}, but not the same.`
          : `they were ${savedCount}, these are ${rowCount}.`),
    );
  }
  checkSomethingIsLeft(state.members, settings);
  const { features: featureNames, target: targetName } = model.names;
  return { ...prepareTable(table, { ...settings, featureNames, targetName }), rowsSha256, earlier: state.members };
}

/** @throws RangeError that names the option */
function resumedSettings(saved: SavedFit, options: ResumeOptions): Settings {
  const contradiction = contradictionOf(saved, options);
  if (contradiction !== undefined) {
    const { option, saved: was, given } = contradiction;
    throw new RangeError(
      `${option} is ${was} in the training that goes on; got ${given}. Leave ${option} out, or train anew.`,
    );
  }
  const before = saved.model.settings;
  const { epochs = before.epochs, patience = before.patience, members = before.members } = options;
  const settings = { ...before, epochs, patience: patience === Infinity ? 0 : patience, members };
  checkSettings(settings);
  checkEpochs(saved, settings);
  checkRaised(
    'patience',
    before.patience || Infinity,
    settings.patience || Infinity,
    'with less the training might have ended before',
  );
  checkRaised('members', before.members, members, 'those that were trained would be left out');
  return settings;
}

function checkEpochs({ model, state }: SavedFit, settings: Settings): void {
  const { epochs } = settings;
  const epochsRun = state.members.reduce((most, member) => Math.max(most, member.epochsRun), 0);
  if (epochs < epochsRun) {
    throw new RangeError(`epochs is the total, and ${epochsRun} of them have been run; got ${epochs}.`);
  }
  if (
    settings.optimizer === 'levenberg-marquardt' ||
    settings.schedule === 'constant' ||
    epochs === model.settings.epochs
  )
    return;
  throw new RangeError(
    `epochs must stay ${model.settings.epochs}: with the schedule ${settings.schedule} the learning rate ` +
      `of every epoch depends on their total, so that ${epochs} epochs are another training from the first one on. ` +
      'Train anew, or with the schedule constant, which can go on.',
  );
}

function checkRaised(option: string, before: number, now: number, why: string): void {
  const text = (value: number): string => (value === Infinity ? 'without end' : String(value));
  if (now < before)
    throw new RangeError(
      `${option} can be raised but not lowered from ${text(before)}, since ${why}; got ${text(now)}.`,
    );
}

function checkSomethingIsLeft(members: readonly TrainedMember[], settings: Settings): void {
  const ends = members.map((member) => endOf(member, settings));
  if (members.length < settings.members || ends.includes('caller')) return;
  const of = (reason: string): number => ends.filter((end) => end === reason).length;
  throw new RangeError(
    `Nothing is left to train: of ${ends.length} networks ${of('epochs')} ran all ${settings.epochs} epochs, ` +
      `${of('patience')} ran out of patience (${settings.patience}), ${of('converged')} found no better step. ` +
      'Give more epochs (the total), more patience or more members.',
  );
}
