/**
 * A fitted model as plain data: all that predicting, judging and saving need, and no engine.
 *
 *     prediction = network((x - features.mean) / features.scale) * target.scale + target.mean
 */
import type { Network } from '@fived/nn';
import type { FitMetrics } from './judge.js';
import type { ColumnNames } from './names.js';
import type { BySet, Cleaning } from './prepare.js';
import type { FeatureScaling } from './scaling.js';
import type { Settings } from './settings.js';

/** By epoch. Losses are mean squared errors of the scaled target, so in units of `target.scale` squared. */
export interface History {
  readonly trainLoss: Float64Array;
  readonly validationLoss: Float64Array;
  readonly learningRate: Float64Array;
}

export const stopReasons = ['epochs', 'patience', 'caller'] as const;

/** How the training went. */
export interface TrainingSummary {
  readonly rowCounts: BySet<number>;
  readonly cleaning: Cleaning;
  /** The epoch, from 1, whose weights the model has: that of the least validation loss. */
  readonly bestEpoch: number;
  readonly epochsRun: number;
  /** What ended it: all epochs were run, patience ran out, or `onEpoch` said 'stop'. */
  readonly stoppedBy: (typeof stopReasons)[number];
}

export interface FittedModel {
  readonly network: Network;
  /** In the network's layout. */
  readonly params: Float32Array;
  readonly features: FeatureScaling;
  readonly target: { readonly mean: number; readonly scale: number };
  readonly names: ColumnNames;
  readonly settings: Settings;
  readonly training: TrainingSummary;
  readonly metrics: FitMetrics;
  readonly history: History;
}
