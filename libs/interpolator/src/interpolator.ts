/**
 * The interpolator: fit on raw rows, predict raw rows, judge, save and load. It is a thin class over plain functions.
 * All that it holds is its model, which is plain data.
 */
import { createAutoEngine, type Network } from '@fived/nn';
import { writeFileWhole } from '@fived/records/files';
import { assemble, type Fitted } from './fit/assemble.js';
import { readFeatures, readLabelled, takeRows, type FeatureRows } from './input.js';
import { bandMetrics, judgedSet, type JudgedSet } from './predict/judge.js';
import { memberJobs, trainMember, type EngineChoice, type TrainMemberOptions } from './fit/member.js';
import { decodeModel, encodeModel, readModelFile } from './file/model-file.js';
import type { BandMetrics, FitMetrics, FittedModel, ModelMember } from './model.js';
import { countOutsideRange, createPredictor, type Predictor, type UncertainPredictions } from './predict/predictor.js';
import { countMissing, labelledRows, type BySet, type Cleaning } from './fit/split-table.js';
import { prepareFit, type LabelledRows, type PreparedFit, type PrepareOptions } from './fit/prepare-fit.js';
import { prepareResume, type ResumeOptions } from './fit/resume.js';
import type { FitState, SavedFit } from './fit/saved-fit.js';
import type { Settings } from './settings.js';

/** If `onEpoch` returns 'stop', the fit ends. It keeps the finished members, and the best so far of the current one. */
export interface FitOptions extends PrepareOptions, TrainMemberOptions {}

/** For a fit that resumes: `epochs` is the total. */
export interface ResumeFitOptions extends ResumeOptions, TrainMemberOptions {}

/** How well the model does on those rows that have a target. */
interface Evaluation extends Cleaning, JudgedSet {
  readonly metrics: BandMetrics;
}

/** The range of a feature in the training rows. */
export interface FeatureRange {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

export class Interpolator {
  private constructor(
    /** Everything that was learned, as plain data. */
    readonly model: FittedModel,
    private readonly predictor: Predictor,
    /** Actual and predicted values of the rows of the fit, with their bands, for charts. A loaded model has none. */
    readonly sets?: BySet<JudgedSet>,
    /** What a later fit needs to resume. A loaded model has none, since predicting does not need it. */
    private readonly state?: FitState,
  ) {}

  /**
   * Fits to rows of features x and their targets y, and does not change them. 70% of the rows train. 15% choose the
   * best epochs and members, and tell how uncertain predictions are. 15% test. Members are trained one after another.
   * To train them elsewhere, or to do other work in between, call the functions that this one calls.
   * @param rows x row-major (rows, features) in one flat array, or one array a row; y one value a row
   * @throws TypeError for values that are not numbers; RangeError for rows and options that make no sense; Error (with
   * Adam DivergenceError of @fived/nn) if training leaves the finite numbers
   */
  static fit(rows: LabelledRows, options: FitOptions = {}): Interpolator {
    return Interpolator.train(prepareFit(rows, options), options);
  }

  /**
   * Resumes a saved fit on the same rows. The model equals, bit by bit, that of one longer fit. `prepareResume` says
   * which options may differ from the saved ones.
   * @throws what `fit` throws; RangeError for other rows, for options that contradict the saved fit, and if nothing is
   * left to train
   */
  static resume(rows: LabelledRows, saved: SavedFit, options: ResumeFitOptions = {}): Interpolator {
    return Interpolator.train(prepareResume(rows, saved, options), options);
  }

  private static train(prepared: PreparedFit, options: TrainMemberOptions): Interpolator {
    const { createEngine } = options;
    const members: ModelMember[] = [];
    const asked = { stop: false };
    for (const job of memberJobs(prepared)) {
      const onEpoch: TrainMemberOptions['onEpoch'] = (progress) => {
        asked.stop = options.onEpoch?.(progress) === 'stop';
        return asked.stop ? 'stop' : undefined;
      };
      members.push(trainMember(job, { createEngine, onEpoch }));
      if (asked.stop) break;
    }
    return Interpolator.of(assemble(prepared, members, { createEngine }));
  }

  /** From a fit whose members were trained separately. */
  static of({ model, predictor, sets, state }: Fitted): Interpolator {
    return new Interpolator(model, predictor, sets, state);
  }

  /** @throws Error that says what is wrong with the file */
  static async load(path: string, engine?: EngineChoice): Promise<Interpolator> {
    return Interpolator.fromBytes(await readModelFile(path), path, engine);
  }

  /**
   * @param source where the bytes come from, for messages
   * @throws Error that says what is wrong with the bytes, which are not trusted
   */
  static fromBytes(
    bytes: Uint8Array,
    source = 'the model',
    { createEngine = createAutoEngine }: EngineChoice = {},
  ): Interpolator {
    const model = decodeModel(bytes, source);
    return new Interpolator(model, createPredictor(model, createEngine));
  }

  /**
   * Writes a safetensors file, whole or not at all. After a fit the file also holds everything needed to resume it
   * (`loadSavedFit`); from a loaded model it does not.
   * @throws Error that says which file, why, and what to do
   */
  async save(path: string): Promise<void> {
    await writeFileWhole(path, this.toBytes());
  }

  /** The contents of the file that `save` writes. */
  toBytes(): Uint8Array {
    return encodeModel(this.model, this.state);
  }

  /**
   * One prediction a row, on the target's own scale. The same row gives the same bits, whatever rows come with it. A
   * missing feature counts as the mean of the training rows.
   * @throws TypeError for values that are not numbers; RangeError for no rows, rows of another width, and rows so far
   * from the training rows that float32 cannot hold their results
   */
  predict(x: FeatureRows): Float64Array {
    return this.predictor.predict(readFeatures(x, this.dimensions));
  }

  /**
   * Predictions with a standard deviation, and a band that holds 95% of the targets for rows like those of the fit.
   * Outside their range the band shows how far apart the members are, which may be less than their error. Throws as
   * `predict` does.
   */
  predictWithUncertainty(x: FeatureRows): UncertainPredictions {
    return this.predictor.predictWithUncertainty(readFeatures(x, this.dimensions));
  }

  /**
   * Predicts rows and compares the predictions with the targets. Rows without a target are left out. Throws as
   * `predict` does.
   */
  evaluate({ x, y }: LabelledRows): Evaluation {
    const table = readLabelled(x, y, this.dimensions);
    const rows = labelledRows(table);
    if (rows.length === 0) throw new RangeError('There is nothing to evaluate: the target is missing in every row.');
    const actual = Float64Array.from(rows, (row) => table.targets[row]);
    const judged = judgedSet(rows, actual, this.predictor.predictWithUncertainty(takeRows(table, rows)));
    return {
      metrics: bandMetrics(judged),
      ...judged,
      droppedRowCount: table.rowCount - rows.length,
      imputedValueCount: countMissing(table, rows),
    };
  }

  /**
   * How many rows have a feature outside the range of the training rows, so that their predictions are extrapolated.
   */
  outsideRange(x: FeatureRows): number {
    return countOutsideRange(readFeatures(x, this.dimensions), this.model.features);
  }

  /** The number of features a row. */
  get dimensions(): number {
    return this.network.inputSize;
  }

  get network(): Network {
    return this.model.network;
  }

  get featureNames(): readonly string[] {
    return this.model.names.features;
  }

  get targetName(): string {
    return this.model.names.target;
  }

  get featureRanges(): readonly FeatureRange[] {
    const { min, max } = this.model.features;
    return this.featureNames.map((name, i) => ({ name, min: min[i], max: max[i] }));
  }

  /**
   * R2, RMSE, MAE and largest error on training, validation and test rows; the coverage of the 95% band on the latter
   * two; two baselines.
   */
  get metrics(): FitMetrics {
    return this.model.metrics;
  }

  /** The networks whose mean is the prediction, each with the losses of its epochs. */
  get members(): readonly ModelMember[] {
    return this.model.members;
  }

  /** What was dropped and imputed before the fit. */
  get cleaning(): Cleaning {
    return this.model.training.cleaning;
  }

  get settings(): Settings {
    return this.model.settings;
  }
}
