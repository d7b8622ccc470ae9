/** `fived info`: what is in a model, as data and for people. */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ARITHMETIC } from '@fived/nn';
import { allParams, loadSavedFit, sha256OfWeights, type Interpolator, type Settings } from '@fived/interpolator';
import { jsonText, readRunRecord, RUN_FILES, shellQuoted } from '@fived/records';
import { command } from '../command.js';
import { jsonFlag, type Values } from '../options.js';
import { loadModel, MODEL_ARGUMENT, type LoadedModel } from '../predict/model.js';
import { alignColumns, counted, grouped, shortNumber, shownName, shownPath } from '../text.js';
import { accuracyFields, networkField, runMembers, settingsFields, splitField } from '../train/run-record.js';
import { modelTables, optimizerText } from '../train/model-tables.js';

/** Fields are named as in `metrics.json`, as far as it has them. */
type ModelDescription = Awaited<ReturnType<typeof describeModel>>;

/**
 * When a model was trained. Its own file does not say, but the record beside it does. Null if there is no record of
 * this model.
 */
async function trainedAt(file: string, weightsSha256: string): Promise<string | null> {
  try {
    const record = await readRunRecord(join(dirname(file), RUN_FILES.metrics));
    return record.weights_sha256 === weightsSha256 ? record.timestamp : null;
  } catch {
    return null;
  }
}

/**
 * Whether the file holds the state of its training. It is known to be a model's file; other faults were found before.
 */
const canGoOn = (file: string): Promise<boolean> =>
  loadSavedFit(file).then(
    () => true,
    () => false,
  );

/** The numbers are not rounded. */
async function describeModel({ interpolator, file }: LoadedModel) {
  const { model } = interpolator;
  const { training, target, uncertainty } = model;
  const weightsSha256 = sha256OfWeights(allParams(model));
  return {
    file,
    bytes: (await stat(file)).size,
    trained: await trainedAt(file, weightsSha256),
    can_go_on: await canGoOn(file),
    arithmetic: model.versions.arithmetic,
    second_order: model.versions.secondOrder,
    network: networkField(model),
    members: runMembers(model),
    features: interpolator.featureRanges,
    target: { name: interpolator.targetName, mean: target.mean, standard_deviation: target.scale },
    uncertainty: {
      /** Where all members agree, in units of the target. */
      least_standard_deviation: uncertainty.floor * target.scale,
      spread_factor: uncertainty.spreadFactor,
      band_multiplier: uncertainty.bandMultiplier,
    },
    settings: settingsFields(model.settings),
    split: splitField(model),
    dropped_rows: training.cleaning.droppedRowCount,
    imputed_values: training.cleaning.imputedValueCount,
    ...accuracyFields(model),
    weights_sha256: weightsSha256,
  };
}

const BYTES_PER_KB = 1000;

/** How many of the trained networks are in the model. */
function membersText({ model, members }: Interpolator): string {
  const { dropped } = model.training;
  if (members.length + dropped.length === 1) return 'one';
  const leftOut = dropped.length > 0 ? `; ${dropped.length} left out, too far from the best` : '';
  return `the mean of ${members.length}${leftOut}`;
}

const settingsText = ({ epochs, patience, seed }: Settings): string =>
  `at most ${counted(epochs, 'epoch')}, ` +
  `${patience === 0 ? 'no patience' : `patience ${grouped(patience)}`}, seed ${seed}`;

function modelText({ interpolator }: LoadedModel, description: ModelDescription): string {
  const { model } = interpolator;
  const { split, dropped_rows, imputed_values, target, uncertainty } = description;
  const facts = [
    ['file', `${shownPath(description.file)} (${(description.bytes / BYTES_PER_KB).toFixed(1)} kB)`],
    ['trained', description.trained ?? `not known: no ${RUN_FILES.metrics} of this model lies beside it`],
    ['network', `${model.network.sizes.join('-')}, ${model.network.activation}`],
    ['members', membersText(interpolator)],
    [
      'target',
      `${shownName(target.name)}: mean ${shortNumber(target.mean)}, ` +
        `standard deviation ${shortNumber(target.standard_deviation)}`,
    ],
    [
      'noise',
      `${shortNumber(uncertainty.least_standard_deviation)}, the least standard deviation of target minus prediction`,
    ],
    ['95% band', `prediction +- ${shortNumber(uncertainty.band_multiplier, 3)} standard deviations`],
    ['rows', `${grouped(split.train)} training, ${grouped(split.validation)} validation, ${grouped(split.test)} test`],
    ...(dropped_rows > 0 ? [['', `${counted(dropped_rows, 'row')} without a target left out`]] : []),
    ...(imputed_values > 0 ? [['', `${counted(imputed_values, 'missing value')} filled in`]] : []),
    ['optimizer', optimizerText(model.settings)],
    ['settings', settingsText(model.settings)],
    [
      'goes on',
      description.can_go_on
        ? `with the same rows: fived train ROWS --from ${shellQuoted(description.file)}`
        : `no, ${
            description.arithmetic === ARITHMETIC
              ? 'the file does not hold where its training stands'
              : 'another version of the arithmetic began it'
          }`,
    ],
    ['version', `${description.arithmetic} of the arithmetic`],
    ['sha256', description.weights_sha256],
  ];
  const features = description.features.map(({ name, min, max }) => [
    shownName(name),
    '',
    shortNumber(min),
    shortNumber(max),
  ]);
  return [
    alignColumns(facts),
    '',
    alignColumns([['feature', '', 'min', 'max'], ...features]),
    '',
    modelTables(model),
  ].join('\n');
}

const INFO_OPTIONS = { model: MODEL_ARGUMENT, json: jsonFlag('Print JSON, unrounded, in place of the tables') };

/** @throws Error of one line for a file that is not a model */
async function info({ model, json }: Values<typeof INFO_OPTIONS>): Promise<void> {
  const loaded = await loadModel(model);
  const description = await describeModel(loaded);
  console.log(json ? jsonText(description) : modelText(loaded, description));
}

export const infoCommand = command({
  command: 'info <model>',
  describe: 'What is in a trained model: network, features and their ranges, settings, accuracy',
  options: INFO_OPTIONS,
  examples: [['$0 info runs/data', 'Of a run folder']],
  handler: info,
});
