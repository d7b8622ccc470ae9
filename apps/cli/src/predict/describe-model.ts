/** What is in a model, as data and for people. */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { allParams, sha256OfWeights, type MemberSummary, type Settings } from '@fived/interpolator';
import { readRunRecord, RUN_FILES } from '@fived/records';
import { alignColumns } from '../text-table.js';
import { counted, grouped, shortNumber, shownName } from '../text.js';
import { metricsBySet } from '../train/record.js';
import { accuracyTable, layersTable, membersTable } from '../train/report.js';
import type { LoadedModel } from './model.js';

/** Field names are those of `metrics.json`, as far as it has them. */
export type ModelDescription = Awaited<ReturnType<typeof describeModel>>;

/** When a model was trained: its own file does not say, but the record beside it does. Null if there is none of this model. */
async function trainedAt(file: string, weightsSha256: string): Promise<string | null> {
  try {
    const record = await readRunRecord(join(dirname(file), RUN_FILES.metrics));
    return record.weights_sha256 === weightsSha256 ? record.timestamp : null;
  } catch {
    return null;
  }
}

const settingsOf = (settings: Settings) => ({
  optimizer: settings.optimizer,
  members: settings.members,
  epochs: settings.epochs,
  patience: settings.patience === 0 ? null : settings.patience,
  seed: settings.seed,
  ...(settings.optimizer === 'adam' ? { batch_size: settings.batchSize, learning_rate: settings.learningRate, schedule: settings.schedule } : {}),
});

const memberOf = ({ index, seed, validationLoss, bestEpoch, epochsRun, stoppedBy }: MemberSummary) => ({
  index,
  seed,
  validation_loss: validationLoss,
  best_epoch: bestEpoch,
  epochs_run: epochsRun,
  stopped_by: stoppedBy,
});

/** Numbers unrounded. */
export async function describeModel({ interpolator, file }: LoadedModel) {
  const { model } = interpolator;
  const { network, settings, training, metrics, target } = model;
  const weightsSha256 = sha256OfWeights(allParams(model));
  return {
    file,
    bytes: (await stat(file)).size,
    trained: await trainedAt(file, weightsSha256),
    network: { sizes: network.sizes, activation: network.activation, parameter_count: network.parameterCount },
    members: model.members.map(memberOf),
    dropped_members: training.dropped.map(memberOf),
    features: interpolator.featureRanges,
    target: { name: interpolator.targetName, mean: target.mean, standard_deviation: target.scale },
    settings: settingsOf(settings),
    split: { train: training.rowCounts.training, validation: training.rowCounts.validation, test: training.rowCounts.test },
    dropped_rows: training.cleaning.droppedRowCount,
    imputed_values: training.cleaning.imputedValueCount,
    metrics: metricsBySet(metrics),
    baselines: { mean: metricsBySet(metrics.baselines.mean), least_squares: metricsBySet(metrics.baselines.leastSquares) },
    weights_sha256: weightsSha256,
  };
}

const BYTES_PER_KB = 1000;

function settingsText(settings: Settings): string {
  const common = `patience ${settings.patience === 0 ? 'none' : settings.patience}, seed ${settings.seed}`;
  return settings.optimizer === 'adam'
    ? `adam, batch size ${settings.batchSize}, learning rate ${settings.learningRate}, ${settings.schedule}, ${common}`
    : `${settings.optimizer}, ${common}`;
}

export function modelText({ interpolator }: LoadedModel, description: ModelDescription): string {
  const { model, members } = interpolator;
  const { split, dropped_rows, imputed_values, target } = description;
  const facts = [
    ['file', `${description.file} (${(description.bytes / BYTES_PER_KB).toFixed(1)} kB)`],
    ['trained', description.trained ?? `not known: no ${RUN_FILES.metrics} of this model lies beside it`],
    ['network', `${members.length > 1 ? `${members.length} of ` : ''}${model.network.sizes.join('-')}, ${model.network.activation}`],
    ['target', `${shownName(target.name)}: mean ${shortNumber(target.mean)}, standard deviation ${shortNumber(target.standard_deviation)}`],
    ['rows', `${grouped(split.train)} training, ${grouped(split.validation)} validation, ${grouped(split.test)} test`],
    ...(dropped_rows > 0 ? [['', `${counted(dropped_rows, 'row')} without a target left out`]] : []),
    ...(imputed_values > 0 ? [['', `${counted(imputed_values, 'missing value')} filled in`]] : []),
    ['settings', settingsText(model.settings)],
    ['sha256', description.weights_sha256],
  ];
  const features = description.features.map(({ name, min, max }) => [shownName(name), '', shortNumber(min), shortNumber(max)]);
  return [
    alignColumns(facts),
    '',
    alignColumns([['feature', '', 'min', 'max'], ...features]),
    '',
    layersTable(model),
    '',
    accuracyTable(interpolator.metrics, model.training.rowCounts),
    '',
    membersTable(model),
  ].join('\n');
}
