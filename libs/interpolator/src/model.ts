/**
 * A fitted model as plain data: everything that predicting, judging and saving need, but no engine.
 *
 *     prediction = mean over the members of network((x - features.mean) / features.scale) * target.scale + target.mean
 */
import { ARITHMETIC, SECOND_ORDER, type Network } from '@fived/nn';
import type { BaselineMetrics } from './fit/baselines.js';
import type { ErrorMetrics } from './metrics.js';
import type { ColumnNames } from './names.js';
import type { BySet, Cleaning } from './fit/split-table.js';
import type { FeatureScaling, TargetScaling } from './scaling.js';
import type { Settings } from './settings.js';
import type { Uncertainty } from './predict/uncertainty.js';

export interface BandMetrics extends ErrorMetrics {
  /** The share of targets within the 95% band. */
  readonly coverage95: number;
}

/**
 * Metrics of the model on the three sets, on the target's own scale. The band makes no claim about rows that were
 * learned.
 */
export interface FitMetrics {
  readonly training: ErrorMetrics;
  readonly validation: BandMetrics;
  readonly test: BandMetrics;
  /** The same metrics for the baselines, which need no network and are fitted on the same training rows. */
  readonly baselines: BaselineMetrics;
}

/** By epoch. Losses are mean squared errors of the scaled target, so they are in units of `target.scale` squared. */
export interface History {
  readonly trainLoss: Float64Array;
  readonly validationLoss: Float64Array;
}

export const stopReasons = ['epochs', 'converged', 'patience', 'caller'] as const;

/** How the training of one member went. */
export interface MemberSummary {
  /** The member's index among the trained ones, from 0. */
  readonly index: number;
  readonly seed: number;
  /** The lowest. */
  readonly validationLoss: number;
  /** The epoch, from 1, with the lowest validation loss: the member has its weights. */
  readonly bestEpoch: number;
  readonly epochsRun: number;
  /**
   * Why training ended: all epochs were run, no step improved it any more, patience ran out, or the caller stopped it.
   */
  readonly stoppedBy: (typeof stopReasons)[number];
}

/** A member without what it has beyond its summary. */
export function summaryOf(member: MemberSummary): MemberSummary {
  const { index, seed, validationLoss, bestEpoch, epochsRun, stoppedBy } = member;
  return { index, seed, validationLoss, bestEpoch, epochsRun, stoppedBy };
}

export interface ModelMember extends MemberSummary {
  /** In the network's layout. */
  readonly params: Float32Array;
  readonly history: History;
}

export interface TrainingSummary {
  readonly rowCounts: BySet<number>;
  readonly cleaning: Cleaning;
  /** Members that were trained but left out, because their validation loss was too far above the best. */
  readonly dropped: readonly MemberSummary[];
}

/** Which versions of @fived/nn trained a model: ARITHMETIC and SECOND_ORDER there. */
export interface Versions {
  readonly arithmetic: number;
  readonly secondOrder: number;
}

export const currentVersions: Versions = { arithmetic: ARITHMETIC, secondOrder: SECOND_ORDER };

export interface FittedModel {
  readonly versions: Versions;
  readonly network: Network;
  /** The members whose mean is the prediction, at least one, ordered by index. */
  readonly members: readonly ModelMember[];
  readonly features: FeatureScaling;
  readonly target: TargetScaling;
  readonly uncertainty: Uncertainty;
  readonly names: ColumnNames;
  readonly settings: Settings;
  readonly training: TrainingSummary;
  readonly metrics: FitMetrics;
}

/** Whether the caller ended the fit before all members reached their end. */
export function wasInterrupted({ members, settings, training }: FittedModel): boolean {
  const trained = [...members, ...training.dropped];
  return trained.length < settings.members || trained.some(({ stoppedBy }) => stoppedBy === 'caller');
}

/** The parameters of all members, one after another: the input of the weights' hash. */
export function allParams({ members, network }: Pick<FittedModel, 'members' | 'network'>): Float32Array {
  const all = new Float32Array(members.length * network.parameterCount);
  members.forEach(({ params }, place) => {
    all.set(params, place * network.parameterCount);
  });
  return all;
}
