export { assemble, type Fitted } from './fit/assemble.js';
export type { BaselineMetrics } from './fit/baselines.js';
export {
  optimizers,
  presets,
  type AdamTrainingSettings,
  type DataSize,
  type LevenbergMarquardtSettings,
  type Optimizer,
  type Preset,
  type TrainingSettings,
} from './defaults.js';
export { modelToJavaScript, modelToOnnx, onnxTypes, type OnnxType } from './export/index.js';
export type { FeatureRows, Numbers } from './input.js';
export {
  Interpolator,
  type Evaluation,
  type FeatureRange,
  type FitOptions,
  type ResumeFitOptions,
} from './interpolator.js';
export type { JudgedSet } from './predict/judge.js';
export {
  memberJobs,
  MemberTraining,
  trainMember,
  type EngineChoice,
  type FitProgress,
  type MemberJob,
  type TrainMemberOptions,
} from './fit/member.js';
export { decodeSavedFit } from './file/model-file.js';
export { memberSeeds } from './fit/member-seeds.js';
export { errorMetrics, type ErrorMetrics } from './metrics.js';
export {
  allParams,
  wasInterrupted,
  type BandMetrics,
  type FitMetrics,
  type FittedModel,
  type History,
  type MemberSummary,
  type ModelMember,
  type TrainingSummary,
} from './model.js';
export type { ColumnNames, NamesOptions } from './names.js';
export type { Predictor, UncertainPredictions } from './predict/predictor.js';
export type { BySet, Cleaning } from './fit/split-table.js';
export { prepareFit, type LabelledRows, type PreparedFit, type PrepareOptions } from './fit/prepare-fit.js';
export { loadSavedFit } from './file/read-model-file.js';
export { contradictionOf, prepareResume, type Contradiction, type ResumeOptions } from './fit/resume.js';
export type { FitState, SavedFit, TrainedMember } from './fit/saved-fit.js';
export type { FeatureScaling } from './scaling.js';
export type { Settings, SettingsOptions } from './settings.js';
export type { Uncertainty } from './predict/uncertainty.js';
export { sha256OfWeights } from './file/hashes.js';
