export { assemble, type Fitted } from './fit/assemble.js';
export { optimizers, presets, type Optimizer, type Preset, type TrainingSettings } from './defaults.js';
export { modelToJavaScript } from './export/javascript.js';
export { onnxTypes, type OnnxType } from './export/onnx-file.js';
export { modelToOnnx } from './export/onnx.js';
export type { FeatureRows, Numbers } from './input.js';
export { Interpolator, type FeatureRange, type FitOptions, type ResumeFitOptions } from './interpolator.js';
export type { JudgedSet } from './predict/judge.js';
export {
  memberJobs,
  MemberTraining,
  trainMember,
  type EngineChoice,
  type FitProgress,
  type MemberJob,
} from './fit/member.js';
export { decodeSavedFit, loadSavedFit } from './file/model-file.js';
export { errorMetrics, type ErrorMetrics } from './metrics.js';
export {
  allParams,
  wasInterrupted,
  type BandMetrics,
  type FitMetrics,
  type FittedModel,
  type MemberSummary,
  type ModelMember,
} from './model.js';
export type { ColumnNames } from './names.js';
export type { UncertainPredictions } from './predict/predictor.js';
export type { BySet } from './fit/split-table.js';
export { findTooLarge, tooLarge } from './input.js';
export { prepareFit, type LabelledRows, type PreparedFit } from './fit/prepare-fit.js';
export { contradictionOf, prepareResume, type ResumeOptions } from './fit/resume.js';
export type { SavedFit, TrainedMember } from './fit/saved-fit.js';
export { memberSeeds, type Settings, type SettingsOptions } from './settings.js';
export type { Uncertainty } from './predict/uncertainty.js';
export { sha256OfWeights } from './file/hashes.js';
