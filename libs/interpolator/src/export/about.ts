/**
 * What an exported file says about its model: what goes in and comes out, for which rows it holds, how good it is and
 * what made it. It has no date, so that the same model gives the same bytes.
 */
import type { ErrorMetrics } from '../metrics.js';
import { allParams, type FittedModel, type BandMetrics } from '../model.js';
import { sha256OfWeights } from '../file/hashes.js';

export const PRODUCER = 'fived';

const metricsOf = ({ r2, rmse, mae, maxError }: ErrorMetrics) => ({ r2, rmse, mae, max_error: maxError });
const bandMetricsOf = (metrics: BandMetrics) => ({ ...metricsOf(metrics), coverage_95: metrics.coverage95 });

export type About = ReturnType<typeof aboutModel>;

/** Plain data, with fields named as in `fived info --json`. The numbers are in the units of the training rows. */
export function aboutModel(model: FittedModel) {
  const { network, members, names, features, training, metrics, settings } = model;
  const { rowCounts } = training;
  return {
    made_by: PRODUCER,
    features: names.features.map((name, i) => ({ name, min: features.min[i], max: features.max[i] })),
    target: names.target,
    network: { sizes: network.sizes, activation: network.activation, members: members.length },
    rows: { train: rowCounts.training, validation: rowCounts.validation, test: rowCounts.test },
    metrics: {
      train: metricsOf(metrics.training),
      validation: bandMetricsOf(metrics.validation),
      test: bandMetricsOf(metrics.test),
    },
    settings: {
      optimizer: settings.optimizer,
      epochs: settings.epochs,
      members: settings.members,
      seed: settings.seed,
    },
    weights_sha256: sha256OfWeights(allParams(model)),
  };
}

/** "the mean of 4 networks 5-16-16-1, algebraic-silu" */
export function networksText({ network: { sizes, activation, members } }: About): string {
  return `${members === 1 ? 'one network' : `the mean of ${members} networks`} ${sizes.join('-')}, ${activation}`;
}

/** "5 features" */
export function featuresText({ features }: About): string {
  return `${features.length} feature${features.length === 1 ? '' : 's'}`;
}

/** "R2 0.998, RMSE 0.0123 on 150 test rows" */
export function accuracyText({ metrics: { test }, rows }: About): string {
  return `R2 ${Number(test.r2.toPrecision(6))}, RMSE ${Number(test.rmse.toPrecision(4))} on ${rows.test} test rows`;
}
