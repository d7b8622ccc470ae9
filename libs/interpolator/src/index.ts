export { assemble, type Fitted } from './assemble.js';
export type { BaselineMetrics } from './baselines.js';
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
export type { BandMetrics, FitMetrics, JudgedSet } from './judge.js';
export {
  memberJobs,
  MemberTraining,
  trainMember,
  type EngineChoice,
  type FitProgress,
  type MemberJob,
  type TrainMemberOptions,
} from './member.js';
export { decodeSavedFit } from './model-file.js';
export { memberSeeds } from './member-seeds.js';
export { errorMetrics, type ErrorMetrics } from './metrics.js';
export {
  allParams,
  wasInterrupted,
  type FittedModel,
  type History,
  type MemberSummary,
  type ModelMember,
  type TrainingSummary,
} from './model.js';
export type { ColumnNames, NamesOptions } from './names.js';
export type { Predictor, UncertainPredictions } from './predictor.js';
export type { BySet, Cleaning } from './prepare.js';
export { prepareFit, type LabelledRows, type PreparedFit, type PrepareOptions } from './prepare-fit.js';
export { loadSavedFit } from './read-model-file.js';
export { contradictionOf, prepareResume, type Contradiction, type ResumeOptions } from './resume.js';
export type { FitState, SavedFit, TrainedMember } from './saved-fit.js';
export type { FeatureScaling } from './scaling.js';
export type { Settings, SettingsOptions } from './settings.js';
export type { Uncertainty } from './uncertainty.js';
export { sha256OfWeights } from './weights-hash.js';
