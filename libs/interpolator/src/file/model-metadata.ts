/**
 * The parts of a model that are not tensors, as the metadata of its file. All are texts; those with structure are JSON.
 *
 *     format_version   2
 *     network          {"sizes": [5, 64, 32, 16, 1], "activation": "relu"}
 *     feature_names    ["x1", "x2", ...]
 *     target_name      y
 *     settings         as in `settings.ts`
 *     training         as in `model.ts`
 *     members          [{"index": 0, "seed": 42, ...}, ...] as in `model.ts`, in the order in which the tensors have
 *                      them
 *     uncertainty      as in `uncertainty.ts`
 *     metrics          as in `judge.ts`
 *     weights_sha256   over the weights' little-endian bytes, in the network's layout: as in the record of the run
 *     rows_sha256      as in `rows-hash.ts`, of the rows of the fit; only with the tensors of `state-tensors.ts`
 *     content_sha256   over all tensors, and all texts above (`content-hash.ts`)
 *
 * Version 1 can still be read. It has neither of the last two, and no state.
 *
 * An activation is the function that @fived/nn computes under its name, with its constants. Keys that are not listed
 * are ignored, so that other programs may add notes.
 */
import { quoted } from '@fived/data';
import { describeNetwork, hiddenActivations, schedules, type Network } from '@fived/nn';
import { baselineNames } from '../fit/baselines.js';
import {
  asNumber,
  asOneOf,
  asText,
  asWhole,
  asWithin,
  items,
  member,
  parseJson,
  type JsonValue,
} from './json-value.js';
import type { ErrorMetrics } from '../metrics.js';
import {
  allParams,
  stopReasons,
  summaryOf,
  type FittedModel,
  type MemberSummary,
  type TrainingSummary,
  type BandMetrics,
  type FitMetrics,
} from '../model.js';
import { chooseNames } from '../names.js';
import { bySet, type BySet } from '../fit/split-table.js';
import { optimizers } from '../defaults.js';
import { checkSettings, type Settings } from '../settings.js';
import type { Uncertainty } from '../predict/uncertainty.js';
import { sha256OfWeights } from './weights-hash.js';

export const FORMAT_VERSION = '2';
const READ_VERSIONS = ['1', FORMAT_VERSION];

/** What content_sha256 covers, if there is one. */
const COVERED = [
  'format_version',
  'network',
  'feature_names',
  'target_name',
  'settings',
  'training',
  'members',
  'uncertainty',
  'metrics',
  'weights_sha256',
  'rows_sha256',
];

const SHA256 = /^[0-9a-f]{64}$/;

export type ModelMetadata = Pick<
  FittedModel,
  'network' | 'names' | 'settings' | 'training' | 'uncertainty' | 'metrics'
> & {
  readonly members: readonly MemberSummary[];
  readonly weightsSha256: string;
  /** Undefined if the file holds no state of the training. */
  readonly rowsSha256: string | undefined;
  /** Undefined in version 1. */
  readonly contentSha256: string | undefined;
};

export function coveredTexts(metadata: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...metadata].filter(([key]) => COVERED.includes(key)));
}

/** All texts except content_sha256. */
export function writeMetadata(model: FittedModel, rowsSha256: string | undefined): Map<string, string> {
  const { network, names, settings, training, members, uncertainty, metrics } = model;
  const metadata = new Map([
    ['format_version', FORMAT_VERSION],
    ['network', JSON.stringify({ sizes: network.sizes, activation: network.activation })],
    ['feature_names', JSON.stringify(names.features)],
    ['target_name', names.target],
    ['settings', JSON.stringify(settings)],
    ['training', JSON.stringify(training)],
    ['members', JSON.stringify(members.map(summaryOf))],
    ['uncertainty', JSON.stringify(uncertainty)],
    ['metrics', JSON.stringify(metrics)],
    ['weights_sha256', sha256OfWeights(allParams(model))],
  ]);
  if (rowsSha256 !== undefined) metadata.set('rows_sha256', rowsSha256);
  return metadata;
}

/**
 * @param source for messages
 * @throws Error of one line that says what is missing or wrong
 */
export function readMetadata(metadata: ReadonlyMap<string, string>, source: string): ModelMetadata {
  const version = readVersion(metadata.get('format_version'), source);
  const text = (key: string): string => {
    const value = metadata.get(key);
    if (value === undefined) throw new Error(`${source}: metadata ${key} is missing`);
    return value;
  };
  const json = (key: string): JsonValue => parseJson(text(key), `${source}: metadata ${key}`);

  const network = readNetwork(json('network'), source);
  const featureNames = items(json('feature_names')).map(asText);
  const names = saying(source, () => chooseNames({ featureNames, targetName: text('target_name') }, network.inputSize));
  const settings = readSettings(json('settings'));
  saying(source, () => {
    checkSettings(settings);
  });
  if (settings.hiddenSizes.join() !== network.sizes.slice(1, -1).join()) {
    throw new Error(`${source}: metadata network and settings name different hidden layers`);
  }
  if (settings.activation !== network.activation) {
    throw new Error(`${source}: metadata network and settings name different activations`);
  }
  const training = readTraining(json('training'));
  const members = readMembers(json('members'));
  checkMembers(members, training, settings, source);
  return {
    network,
    names,
    settings,
    training,
    members,
    uncertainty: readUncertainty(json('uncertainty')),
    metrics: readMetrics(json('metrics')),
    weightsSha256: text('weights_sha256'),
    rowsSha256:
      version === FORMAT_VERSION && metadata.has('rows_sha256') ? readHash(text('rows_sha256'), source) : undefined,
    contentSha256: version === FORMAT_VERSION ? text('content_sha256') : undefined,
  };
}

function readHash(text: string, source: string): string {
  if (SHA256.test(text)) return text;
  throw new Error(`${source}: metadata rows_sha256 must be 64 hexadecimal digits; got ${quoted(text)}`);
}

function readVersion(version: string | undefined, source: string): string {
  if (version === undefined) {
    throw new Error(`${source}: this safetensors file is not an interpolator: its metadata has no format_version`);
  }
  if (!READ_VERSIONS.includes(version)) {
    throw new Error(
      `${source}: format version ${quoted(version)} is not known here: ` +
        `this program reads versions ${READ_VERSIONS.join(' and ')}; use a newer one`,
    );
  }
  return version;
}

/** Adds the file's name to errors that others throw about its values. */
function saying<Value>(source: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new Error(`${source}: metadata: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function readNetwork(json: JsonValue, source: string): Network {
  const activation = asOneOf(member(json, 'activation'), hiddenActivations);
  const sizes = items(member(json, 'sizes')).map((size) => asWhole(size, 1));
  return saying(source, () => describeNetwork(sizes, activation));
}

function readSettings(json: JsonValue): Settings {
  const common = {
    hiddenSizes: items(member(json, 'hiddenSizes')).map((width) => asWhole(width, 1)),
    activation: asOneOf(member(json, 'activation'), hiddenActivations),
    epochs: asWhole(member(json, 'epochs'), 1),
    patience: asWhole(member(json, 'patience'), 0),
    members: asWhole(member(json, 'members'), 1),
    seed: asWhole(member(json, 'seed'), 0),
  };
  const optimizer = asOneOf(member(json, 'optimizer'), optimizers);
  if (optimizer === 'levenberg-marquardt') return { optimizer, ...common };
  return {
    optimizer,
    ...common,
    batchSize: asWhole(member(json, 'batchSize'), 1),
    learningRate: asNumber(member(json, 'learningRate')),
    schedule: asOneOf(member(json, 'schedule'), schedules),
  };
}

function readTraining(json: JsonValue): TrainingSummary {
  const cleaning = member(json, 'cleaning');
  return {
    rowCounts: bySet((set) => asWhole(member(member(json, 'rowCounts'), set), 1)),
    cleaning: {
      droppedRowCount: asWhole(member(cleaning, 'droppedRowCount'), 0),
      imputedValueCount: asWhole(member(cleaning, 'imputedValueCount'), 0),
    },
    dropped: readMembers(member(json, 'dropped')),
  };
}

const readMembers = (json: JsonValue): readonly MemberSummary[] =>
  items(json).map((each) => {
    const epochsRun = asWhole(member(each, 'epochsRun'), 1);
    const best = member(each, 'bestEpoch');
    const bestEpoch = asWhole(best, 1);
    if (bestEpoch > epochsRun) throw new Error(`${best.place} is ${bestEpoch}, but only ${epochsRun} epochs were run`);
    return {
      index: asWhole(member(each, 'index'), 0),
      seed: asWhole(member(each, 'seed'), 0),
      validationLoss: asWithin(member(each, 'validationLoss'), 0, Number.MAX_VALUE),
      bestEpoch,
      epochsRun,
      stoppedBy: asOneOf(member(each, 'stoppedBy'), stopReasons),
    };
  });

/** At least one member predicts. All members are different, and among those that the settings ask for. */
function checkMembers(
  members: readonly MemberSummary[],
  { dropped }: TrainingSummary,
  settings: Settings,
  source: string,
): void {
  if (members.length === 0) throw new Error(`${source}: metadata members is empty: a model has at least one`);
  const indices = [...members, ...dropped].map(({ index }) => index);
  const isOrdered = [members, dropped].every((some) =>
    some.every(({ index }, i) => i === 0 || index > some[i - 1].index),
  );
  if (!isOrdered || new Set(indices).size < indices.length || Math.max(...indices) >= settings.members) {
    throw new Error(
      `${source}: metadata members and training.dropped must be different ones of ${settings.members}, in order; ` +
        `got ${indices.join(', ')}`,
    );
  }
}

const readUncertainty = (json: JsonValue): Uncertainty => {
  const read = (name: keyof Uncertainty): number => asWithin(member(json, name), 0, Number.MAX_VALUE);
  return { spreadFactor: read('spreadFactor'), floor: read('floor'), bandMultiplier: read('bandMultiplier') };
};

function readMetrics(json: JsonValue): FitMetrics {
  const read = (metrics: JsonValue): ErrorMetrics => ({
    r2: asNumber(member(metrics, 'r2')),
    rmse: asNumber(member(metrics, 'rmse')),
    mae: asNumber(member(metrics, 'mae')),
    maxError: asNumber(member(metrics, 'maxError')),
  });
  const readBand = (metrics: JsonValue): BandMetrics => ({
    ...read(metrics),
    coverage95: asWithin(member(metrics, 'coverage95'), 0, 1),
  });
  const readSets = (sets: JsonValue): BySet<ErrorMetrics> => bySet((set) => read(member(sets, set)));
  const [mean, leastSquares] = baselineNames.map((name) => readSets(member(member(json, 'baselines'), name)));
  return {
    training: read(member(json, 'training')),
    validation: readBand(member(json, 'validation')),
    test: readBand(member(json, 'test')),
    baselines: { mean, leastSquares },
  };
}
