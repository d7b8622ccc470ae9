import type { AdamState } from './adam-state.js';
import type { LevenbergMarquardtState } from './levenberg-marquardt/state.js';

export { brokenGradient, mistakes, type Mistake } from './broken-gradient.js';
export { checkAdamState, type AdamState } from './adam-state.js';
export {
  describeNetwork,
  hiddenActivations,
  SILU_B,
  type HiddenActivation,
  type Layer,
  type Network,
} from './network.js';
export { MOST_EPOCHS, type EpochProgress, type TrainingResult } from './course.js';
export { DivergenceError } from './divergence.js';
export {
  adamDefaults,
  ARITHMETIC,
  noRows,
  SECOND_ORDER,
  type AdamSettings,
  type Engine,
  type EngineFactory,
  type EngineOptions,
  type FloatArray,
  type RowSet,
} from './engine.js';
export {
  functionGradientCheck,
  type FunctionGradientCheck,
  type FunctionGradientCheckOptions,
} from './function-gradient-check.js';
export {
  gradientCheck,
  gradientCheckDefaults,
  type GradientCheck,
  type GradientCheckOptions,
} from './gradient-check.js';
export { gradientTolerances, type GradientCheckPart } from './gradient-check-part.js';
export type { Gram, GramFactory } from './gram.js';
export { glorotUniform, modelSeed } from './initializers.js';
export { LevenbergMarquardt, type LevenbergMarquardtOptions } from './levenberg-marquardt/training.js';
export {
  checkLevenbergMarquardtState,
  evidenceGroupCount,
  type EvidenceState,
  type LevenbergMarquardtState,
} from './levenberg-marquardt/state.js';
export { maxError, mae, mse, r2, rmse } from './metrics.js';
export { createFloat64Engine, createReferenceEngine, type ReferenceEngine } from './reference/engine.js';
export { leastEngineBytes } from './engine-options.js';
export { createAutoEngine } from './auto-engine.js';
export { simdObstacle } from './simd/support.js';
export { createSimdEngine, createWideSimdEngine } from './simd/engine.js';
export { MlpRegressor, regressorDefaults, type MlpRegressorOptions } from './regressor.js';
export { scheduledRate, schedules, type Schedule } from './schedule.js';
export { createThreadedEngine, type ThreadedEngine, type ThreadingOptions } from './threads/engine.js';
export type { StartWorker, WorkerHandle } from './threads/team.js';
export type { ThreadData } from './threads/worker.js';
export { train, Training, type TrainOptions } from './train.js';
export type { StateContext, TrainingState } from './training-state.js';

/** What either trainer carries from one epoch to the next. */
export type OptimizerState = AdamState | LevenbergMarquardtState;
