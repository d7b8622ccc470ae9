/**
 * A fit under way, one epoch at a time, so that a caller can show progress, listen for Ctrl-C or train others in between.
 * `Interpolator.fit` is the plain loop over it.
 */
import { adamDefaults, createSimdEngine, describeNetwork, glorotUniform, Training } from '@fived/nn';
import type { Engine, EngineFactory, EpochProgress, Network } from '@fived/nn';
import { readLabelled, type FeatureRows, type Numbers } from './input.js';
import { judge, type JudgedSet } from './judge.js';
import type { FittedModel, History, TrainingSummary } from './model.js';
import { chooseNames, type ColumnNames, type NamesOptions } from './names.js';
import { createPredictor, type Predictor } from './predictor.js';
import { bySet, engineRows, prepareRows, type BySet, type PreparedRows } from './prepare.js';
import { chooseSeed, chooseSettings, type Settings, type SettingsOptions } from './settings.js';

/** Rows to learn from: features, and a target for each row. NaN and infinities are missing values. */
export interface LabelledRows {
  readonly x: FeatureRows;
  readonly y: Numbers;
}

export interface EngineChoice {
  /** Default `createSimdEngine` of @fived/nn. */
  readonly createEngine?: EngineFactory;
}

export interface FittingOptions extends SettingsOptions, NamesOptions, EngineChoice {}

/** What a fit leaves behind. */
export interface Fitted {
  readonly model: FittedModel;
  readonly sets: BySet<JudgedSet>;
  readonly predict: Predictor;
}

export class Fitting {
  readonly settings: Settings;
  readonly network: Network;
  private readonly names: ColumnNames;
  private readonly prepared: PreparedRows;
  private readonly createEngine: EngineFactory;
  private readonly engine: Engine;
  private readonly training: Training;
  private readonly learningRates: number[] = [];

  /**
   * Splits and scales the rows and builds the network.
   * @throws TypeError for what is no number; RangeError for rows and options that make no sense
   */
  constructor({ x, y }: LabelledRows, options: FittingOptions = {}) {
    const table = readLabelled(x, y);
    this.names = chooseNames(options, table.dimensions);
    this.prepared = prepareRows(table, chooseSeed(options));
    const size = { trainingRowCount: this.prepared.rows.training.length, dimensions: table.dimensions };
    this.settings = chooseSettings(options, size);
    this.network = describeNetwork([table.dimensions, ...this.settings.hiddenSizes, 1], this.settings.activation);
    this.createEngine = options.createEngine ?? createSimdEngine;
    this.engine = this.createEngine({
      network: this.network,
      batchSize: this.settings.batchSize,
      adam: adamDefaults,
      training: engineRows(this.prepared, 'training'),
      validation: engineRows(this.prepared, 'validation'),
    });
    this.initialise();
    const { epochs, learningRate, schedule, seed } = this.settings;
    this.training = new Training(this.engine, { epochs, learningRate, schedule, seed });
  }

  /** Glorot-uniform weights, but for those that could only add noise. */
  private initialise(): void {
    const { network, engine, settings, prepared } = this;
    glorotUniform(network, settings.seed, engine.params);
    // A feature that never varied gets no gradient either: with weights of zero it never has an effect.
    const [first] = network.layers;
    prepared.constantFeatures.forEach((isConstant, feature) => {
      const start = first.weightOffset + feature * first.fanOut;
      if (isConstant) engine.params.fill(0, start, start + first.fanOut);
    });
    // Likewise, a constant target is met exactly from the start, and stays so.
    if (prepared.target.min === prepared.target.max) {
      engine.params.fill(0, network.layers[network.layers.length - 1].weightOffset);
    }
  }

  /** All epochs are over, or patience is. */
  get isDone(): boolean {
    return this.training.isDone || this.isOutOfPatience;
  }

  private get isOutOfPatience(): boolean {
    const { epoch, bestEpoch } = this.training.progress;
    const { patience } = this.settings;
    return patience > 0 && epoch - bestEpoch >= patience;
  }

  /** One more epoch. @throws DivergenceError of @fived/nn, if training leaves the finite numbers */
  runEpoch(): Readonly<EpochProgress> {
    const progress = this.training.runEpoch();
    this.learningRates.push(this.engine.learningRate[0]);
    return progress;
  }

  /**
   * The model with the weights of the best epoch so far, also before all epochs are over.
   * @throws Error before the first epoch; RangeError if a row is too far from the training rows to predict
   */
  finish(): Fitted {
    if (this.training.progress.epoch === 0) throw new Error('No epoch has been run: call runEpoch first.');
    const { epochsRun, bestEpoch, trainLoss, validationLoss } = this.training.finish();
    const { network, names, settings, prepared } = this;
    const history: History = { trainLoss, validationLoss, learningRate: Float64Array.from(this.learningRates) };
    const training: TrainingSummary = {
      rowCounts: bySet((set) => prepared.rows[set].length),
      cleaning: prepared.cleaning,
      bestEpoch,
      epochsRun,
      stoppedBy: this.training.isDone ? 'epochs' : this.isOutOfPatience ? 'patience' : 'caller',
    };
    const { mean, scale } = prepared.target;
    const predicting = { network, params: Float32Array.from(this.engine.params), features: prepared.scaling, target: { mean, scale } };
    const predict = createPredictor(predicting, this.createEngine);
    const { metrics, sets } = judge(prepared, predict);
    return { model: { ...predicting, names, settings, training, metrics, history }, sets, predict };
  }
}
