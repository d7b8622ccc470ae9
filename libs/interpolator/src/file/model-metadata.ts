/**
 * The parts of a model that are not tensors, as the metadata of its file. All are texts; those with structure are JSON.
 *
 *     format_version   3
 *     versions         {"arithmetic": 2, "secondOrder": 1}: what trained it (ARITHMETIC and SECOND_ORDER of @fived/nn)
 *     network          {"sizes": [5, 64, 32, 16, 1], "activation": "relu"}
 *     features         [{"name": "x1", "transform": "identity"}, ...], one an input
 *     target_name      y
 *     settings         as in `settings.ts`
 *     training         as in `model.ts`
 *     members          [{"index": 0, "seed": 42, "fold": null, ...}, ...] as in `model.ts`, in the order in which the
 *                      tensors have them
 *     uncertainty      {"kind": "members", "scale": null, ...} as in `uncertainty.ts`
 *     metrics          as in `judge.ts`
 *     weights_sha256   over the weights' little-endian bytes, in the network's layout: as in the record of the run
 *     rows_sha256      as in `hashes.ts`, of the rows of the fit; only with the tensors of `state-tensors.ts`
 *     content_sha256   over all tensors, and all texts above (`hashes.ts`)
 *
 * Laid down for later, and refused here with a word:
 *
 *     features         "transform": {"log1p": [sign, shift, unit]}, or {"level": "red"}, 1 where a text is that
 *     members          "fold": [repetition, the fold that it did not learn], from 0; null where all have one split
 *     uncertainty      another "kind"; "scale": a network for noise that varies
 *     tensor rows.weights     (rows) float32, beside the state: how much each row counts; absent where all count alike
 *
 * Versions 1 and 2 can still be read. They have feature_names ["x1", "x2", ...] in place of features, neither versions
 * (their arithmetic is 1) nor folds, kinds and scales. Version 1 has neither of the last two texts, and no state.
 *
 * An activation is the function that @fived/nn computes under its name, with its constants. Keys that are not listed
 * are ignored, so that other programs may add notes.
 */
import { quoted } from '@fived/data';
import { describeNetwork, hiddenActivations, schedules } from '@fived/nn';
import { optimizers } from '../defaults.js';
import { bySet } from '../fit/split-table.js';
import { allParams, stopReasons, summaryOf, type FitMetrics, type FittedModel } from '../model.js';
import type { MemberSummary, TrainingSummary, Versions } from '../model.js';
import { chooseNames } from '../names.js';
import type { Uncertainty } from '../predict/uncertainty.js';
import { checkSettings, type Settings } from '../settings.js';
import { sha256OfWeights } from './hashes.js';
import {
  listOf,
  member,
  number,
  objectOf,
  oneOf,
  parseJson,
  text as asText,
  whole,
  within,
  type Read,
} from './json-value.js';

const FORMAT_VERSION = '3';
/** Those that can be read. */
const READ_VERSIONS = ['1', '2', FORMAT_VERSION];

/** What content_sha256 covers, if there is one. */
const COVERED = [
  'format_version',
  'versions',
  'network',
  'feature_names',
  'features',
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

export function coveredTexts(metadata: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...metadata].filter(([key]) => COVERED.includes(key)));
}

/** All texts except content_sha256. */
export function writeMetadata(model: FittedModel, rowsSha256: string | undefined): Map<string, string> {
  const { versions, network, names, settings, training, members, uncertainty, metrics } = model;
  const metadata = new Map([
    ['format_version', FORMAT_VERSION],
    ['versions', JSON.stringify(versions)],
    ['network', JSON.stringify({ sizes: network.sizes, activation: network.activation })],
    ['features', JSON.stringify(names.features.map((name) => ({ name, transform: 'identity' })))],
    ['target_name', names.target],
    ['settings', JSON.stringify(settings)],
    ['training', JSON.stringify(training)],
    ['members', JSON.stringify(members.map((each) => ({ ...summaryOf(each), fold: null })))],
    ['uncertainty', JSON.stringify({ kind: 'members', scale: null, ...uncertainty })],
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
export function readMetadata(metadata: ReadonlyMap<string, string>, source: string) {
  const version = readVersion(metadata.get('format_version'), source);
  const text = (key: string): string => {
    const value = metadata.get(key);
    if (value === undefined) throw new Error(`${source}: metadata ${key} is missing`);
    return value;
  };
  const json = <Value>(key: string, read: Read<Value>): Value =>
    read(parseJson(text(key), `${source}: metadata ${key}`));

  const { sizes, activation } = json('network', readNetwork);
  const network = saying(source, () => describeNetwork(sizes, activation));
  const isOld = version !== FORMAT_VERSION;
  const featureNames = isOld ? json('feature_names', listOf(asText)) : json('features', readFeatures);
  const names = saying(source, () => chooseNames({ featureNames, targetName: text('target_name') }, network.inputSize));
  const settings = json('settings', readSettings);
  saying(source, () => {
    checkSettings(settings);
  });
  if (settings.hiddenSizes.join() !== network.sizes.slice(1, -1).join()) {
    throw new Error(`${source}: metadata network and settings name different hidden layers`);
  }
  if (settings.activation !== network.activation) {
    throw new Error(`${source}: metadata network and settings name different activations`);
  }
  const training = json('training', readTraining);
  const members = json('members', isOld ? readMembers : listOf(readFoldless));
  checkMembers(members, training, settings, source);
  const hasState = version !== '1' && metadata.has('rows_sha256');
  const rowsSha256 = hasState ? text('rows_sha256') : undefined;
  if (rowsSha256 !== undefined && !SHA256.test(rowsSha256))
    throw new Error(`${source}: metadata rows_sha256 must be 64 hexadecimal digits; got ${quoted(rowsSha256)}`);
  return {
    versions: isOld ? { arithmetic: 1, secondOrder: 1 } : json('versions', readVersions),
    network,
    names,
    settings,
    training,
    members,
    uncertainty: json('uncertainty', isOld ? readUncertainty : readKnownBand),
    metrics: json('metrics', readMetrics),
    weightsSha256: text('weights_sha256'),
    /** Undefined if the file holds no state of the training. */
    rowsSha256,
    /** Undefined in version 1. */
    contentSha256: version === '1' ? undefined : text('content_sha256'),
  };
}

function readVersion(version: string | undefined, source: string): string {
  if (version === undefined) {
    throw new Error(`${source}: this safetensors file is not an interpolator: its metadata has no format_version`);
  }
  if (!READ_VERSIONS.includes(version)) {
    throw new Error(
      `${source}: format version ${quoted(version)} is not known here: ` +
        `this program reads versions ${READ_VERSIONS.join(', ')}; use a newer one`,
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

const readNetwork = objectOf({ activation: oneOf(...hiddenActivations), sizes: listOf(whole(1)) });

const COMMON_SETTINGS = {
  hiddenSizes: listOf(whole(1)),
  activation: oneOf(...hiddenActivations),
  epochs: whole(1),
  patience: whole(0),
  members: whole(1),
  seed: whole(0),
};

const readSettings: Read<Settings> = (json) =>
  oneOf(...optimizers)(member(json, 'optimizer')) === 'adam'
    ? objectOf({
        optimizer: oneOf('adam'),
        ...COMMON_SETTINGS,
        batchSize: whole(1),
        learningRate: number,
        schedule: oneOf(...schedules),
      })(json)
    : objectOf({ optimizer: oneOf('levenberg-marquardt'), ...COMMON_SETTINGS })(json);

const readSummary = objectOf<MemberSummary>({
  index: whole(0),
  seed: whole(0),
  validationLoss: within(0),
  bestEpoch: whole(1),
  epochsRun: whole(1),
  stoppedBy: oneOf(...stopReasons),
});

const readVersions = objectOf<Versions>({ arithmetic: whole(1), secondOrder: whole(1) });

/** Reads a value that a later version of the program may fill in. @throws Error that says so, if it has */
const onlyKnown =
  (name: string, known: string | null): Read<unknown> =>
  (json) => {
    if ((member(json, name).value ?? null) === known) return known;
    throw new Error(`${json.place}.${name} is of a kind that this program does not know; use a newer one`);
  };

/** The names of features without a transform. */
const readFeatures = listOf((json) => {
  onlyKnown('transform', 'identity')(json);
  return asText(member(json, 'name'));
});

const readMember: Read<MemberSummary> = (json) => {
  const summary = readSummary(json);
  const { bestEpoch, epochsRun } = summary;
  if (bestEpoch <= epochsRun) return summary;
  throw new Error(`${json.place}.bestEpoch is ${bestEpoch}, but only ${epochsRun} epochs were run`);
};

const readMembers = listOf(readMember);

const readFoldless: Read<MemberSummary> = (json) => {
  onlyKnown('fold', null)(json);
  return readMember(json);
};

const readTraining = objectOf<TrainingSummary>({
  rowCounts: objectOf(bySet(() => whole(1))),
  cleaning: objectOf({ droppedRowCount: whole(0), imputedValueCount: whole(0) }),
  dropped: readMembers,
});

const readUncertainty = objectOf<Uncertainty>({ spreadFactor: within(0), floor: within(0), bandMultiplier: within(0) });

const readKnownBand: Read<Uncertainty> = (json) => {
  onlyKnown('kind', 'members')(json);
  onlyKnown('scale', null)(json);
  return readUncertainty(json);
};

const ERRORS = { r2: number, rmse: number, mae: number, maxError: number };
const readBand = objectOf({ ...ERRORS, coverage95: within(0, 1) });
const readSets = objectOf(bySet(() => objectOf(ERRORS)));

const readMetrics = objectOf<FitMetrics>({
  training: objectOf(ERRORS),
  validation: readBand,
  test: readBand,
  baselines: objectOf({ mean: readSets, leastSquares: readSets }),
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
