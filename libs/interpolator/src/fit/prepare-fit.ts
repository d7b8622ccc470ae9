/**
 * Everything that must be known before any network is trained: scaled rows, settings, seeds. It is plain data that can
 * be sent to another thread. `member.ts` trains from it, and `assemble.ts` makes the model.
 */
import { describeNetwork, type Network, type RowSet } from '@fived/nn';
import { judgeBaselines, type BaselineMetrics } from './baselines.js';
import { readLabelled, type FeatureRows, type LabelledTable, type Numbers } from '../input.js';
import { chooseNames, type ColumnNames, type NamesOptions } from '../names.js';
import { bySet, splitTable, type BySet, type Cleaning } from './split-table.js';
import { sha256OfRows } from '../file/hashes.js';
import type { TrainedMember } from './saved-fit.js';
import { scaleRows, scaleTargets, type FeatureScaling, type TargetScaling } from '../scaling.js';
import {
  checkParameterCount,
  chooseSeed,
  chooseSettings,
  memberSeeds,
  type Settings,
  type SettingsOptions,
} from '../settings.js';

/** Rows to learn from: features, and a target for each row. NaN and infinities are missing values. */
export interface LabelledRows {
  readonly x: FeatureRows;
  readonly y: Numbers;
}

export interface PrepareOptions extends SettingsOptions, NamesOptions {}

/** Float32 features and targets of some rows, as an engine takes them. */
type ScaledRows = RowSet & { readonly x: Float32Array; readonly y: Float32Array };

/** It is plain data: `structuredClone` and `postMessage` accept it. */
export interface PreparedFit {
  readonly settings: Settings;
  readonly names: ColumnNames;
  readonly network: Network;
  /** One seed a member. */
  readonly memberSeeds: readonly number[];
  readonly training: ScaledRows;
  readonly validation: ScaledRows;
  /** Features of the test rows, scaled: row-major (rows, features). Only the judgement uses them. */
  readonly testFeatures: Float32Array;
  /** Indices of the rows given to the fit. */
  readonly rows: BySet<Int32Array>;
  /** Targets as the caller gave them. */
  readonly targets: BySet<Float64Array>;
  readonly features: FeatureScaling;
  readonly target: TargetScaling;
  /** Of the training rows. */
  readonly isConstant: { readonly features: readonly boolean[]; readonly target: boolean };
  readonly cleaning: Cleaning;
  readonly baselines: BaselineMetrics;
  /** Of the rows as the caller gave them. */
  readonly rowsSha256: string;
  /** Members of an earlier fit that this one resumes (`resume.ts`). */
  readonly earlier: readonly TrainedMember[];
}

/**
 * Splits and scales the rows and decides how they are learned. The rows are not changed, and no reference to them is
 * kept.
 * @throws TypeError for values that are not numbers; RangeError for rows and options that make no sense
 */
export function prepareFit({ x, y }: LabelledRows, options: PrepareOptions = {}): PreparedFit {
  const table = readLabelled(x, y);
  return { ...prepareTable(table, options), rowsSha256: sha256OfRows(table), earlier: [] };
}

/** The part that does not depend on an earlier fit. */
export function prepareTable(table: LabelledTable, options: PrepareOptions) {
  const names = chooseNames(options, table.dimensions);
  const prepared = splitTable(table, chooseSeed(options));
  const { rows, targets, scaling, target, constantFeatures, cleaning } = prepared;
  const settings = chooseSettings(options, { trainingRowCount: rows.training.length, dimensions: table.dimensions });
  const network = describeNetwork([table.dimensions, ...settings.hiddenSizes, 1], settings.activation);
  checkParameterCount(settings, network.parameterCount);

  const x32 = bySet((set) => {
    const scaled = scaleRows(table, rows[set], scaling);
    // The rounding errors of a constant contain nothing to learn.
    constantFeatures.forEach((isConstant, column) => {
      if (isConstant) for (let i = column; i < scaled.length; i += table.dimensions) scaled[i] = 0;
    });
    return scaled;
  });
  const scaledRows = (set: 'training' | 'validation'): ScaledRows => ({
    x: x32[set],
    y: scaleTargets(targets[set], target),
    rowCount: rows[set].length,
  });
  return {
    settings,
    names,
    network,
    memberSeeds: memberSeeds(settings.seed, settings.members),
    training: scaledRows('training'),
    validation: scaledRows('validation'),
    testFeatures: x32.test,
    rows,
    targets,
    features: scaling,
    target: { mean: target.mean, scale: target.scale },
    isConstant: { features: constantFeatures, target: target.min === target.max },
    cleaning,
    baselines: judgeBaselines(prepared),
  };
}
