/**
 * Second-order training. Each step solves for the parameters that the linearised network would want. A damping holds
 * the step back and grows where the linearisation fails (Levenberg, 1944; Marquardt, 1963). A ridge that is learned
 * from the rows (`evidence.ts`) holds the parameters back.
 *
 *     F(w) = e'e + w' diag(ridge) w
 *     (J'J + diag(ridge) + damping I) d = -(J'e + ridge w)
 *     w + d is kept if F falls; the damping follows how well the fall was predicted (Nielsen, 1999)
 *
 * For networks of some hundreds of parameters it finds in seconds what Adam never finds. The cost of a step grows with
 * the square of the number of parameters. Each step uses all rows, but where there are many the first steps use only
 * some.
 */
import { RandomState } from '@fived/random';
import type { Engine, RowSet } from '../engine.js';
import { createNormalEquations, type NormalEquations } from './normal-equations.js';
import { Course, type EpochProgress, type TrainingResult } from '../course.js';
import type { TrainingState } from '../training-state.js';
import { factorise, solve } from './cholesky.js';
import { damp } from './damp.js';
import { createEvidence, type Evidence } from './evidence.js';
import { FIRST_ROWS, FIRST_STEPS, STALL, STALLED_STEPS } from './limits.js';
import { checkLevenbergMarquardtState, type LevenbergMarquardtState } from './state.js';

export interface LevenbergMarquardtOptions {
  /** The maximum number of steps, including those before `from`. Training ends earlier if nothing improves any more. */
  readonly epochs: number;
  /** Seed of the order of the rows, which decides which of them the first steps use. */
  readonly seed: number;
  /**
   * Where an earlier training on the same rows with the same seed stopped. This one resumes there and ends as if both
   * were one.
   */
  readonly from?: TrainingState<LevenbergMarquardtState>;
}

/**
 * The ridge is learned once the first steps have found the rough shape, and again at intervals: learning it costs as
 * much as a step.
 */
const STEPS_BEFORE_EVIDENCE = 3;
const EVIDENCE_EVERY = 5;
const MOST_TRIALS = 15;
/** A fraction of the mean diagonal element of J'J. */
const FIRST_DAMPING = 1e-2;

/** A training in progress, one step an epoch. Callers drive it like `Training`. */
export class LevenbergMarquardt {
  private readonly course: Course;
  private readonly equations: NormalEquations;
  private readonly evidence: Evidence;
  private readonly params: Float64Array;
  private readonly trial: Float64Array;
  private readonly step: Float64Array;
  private readonly matrix: Float64Array;
  private rowCount: number;
  private epochsOnPart = 0;
  private damping = 0;
  private stalledSteps = 0;
  private isStuck = false;

  /**
   * @param engine its parameters are trained, from their present values; it also validates
   * @param rows its training rows
   * @throws RangeError for options that make no sense
   */
  constructor(
    private readonly engine: Engine,
    private readonly rows: RowSet,
    options: LevenbergMarquardtOptions,
  ) {
    const { network } = engine;
    const size = network.parameterCount;
    this.course = new Course(engine, options.epochs);
    const order = new RandomState(options.seed).permutation(rows.rowCount);
    this.equations = createNormalEquations(network, rows, order, engine.createGram(size));
    this.evidence = createEvidence(network);
    this.params = Float64Array.from(engine.params);
    this.trial = new Float64Array(size);
    this.step = new Float64Array(size);
    this.matrix = new Float64Array(size * size);
    this.rowCount = rows.rowCount > FIRST_ROWS ? FIRST_ROWS : rows.rowCount;
    if (options.from !== undefined) this.restore(options.from);
  }

  private restore(from: TrainingState<LevenbergMarquardtState>): void {
    checkLevenbergMarquardtState(from, this.engine);
    this.course.restore(from);
    const { params, damping, evidence, partialEpochs, hasAllRows, stalledSteps, isStuck } = from.optimizer;
    this.params.set(params);
    this.damping = damping;
    this.evidence.restore(evidence);
    this.epochsOnPart = partialEpochs;
    if (hasAllRows) this.rowCount = this.rows.rowCount;
    this.stalledSteps = stalledSteps;
    this.isStuck = isStuck;
  }

  /** Of the last epoch. trainLoss is over the rows that the step used, after the step. */
  get progress(): Readonly<EpochProgress> {
    return this.course.progress;
  }

  get isDone(): boolean {
    return this.isStuck || this.course.isDone;
  }

  /** How many epochs so far used only part of the rows. Their results do not predict those of all rows. */
  get partialEpochs(): number {
    return this.epochsOnPart;
  }

  /** One step, then the validation rows. @throws Error if training is over */
  runEpoch(): Readonly<EpochProgress> {
    const { engine, course, evidence, equations } = this;
    const { progress } = course;
    if (this.isDone) throw new Error('This training is over: call finish.');
    if (progress.epoch === FIRST_STEPS) this.takeAllRows();

    if (this.rowCount < this.rows.rowCount) this.epochsOnPart++;
    const squaredErrors = equations.linearise(this.params, this.rowCount);
    const stepsSince = progress.epoch - STEPS_BEFORE_EVIDENCE;
    if (stepsSince >= 0 && stepsSince % EVIDENCE_EVERY === 0)
      evidence.update(equations, this.params, squaredErrors, this.rowCount);
    const before = squaredErrors + this.penalty(this.params);
    const after = this.improve(before);
    this.noteStall(before, after);

    engine.params.set(this.params);
    engine.evaluate();
    progress.epoch++;
    progress.trainLoss = (after - this.penalty(this.params)) / this.rowCount;
    progress.validationLoss = engine.lossSum[0] / engine.validationRowCount;
    course.note();
    return progress;
  }

  /** Where training stands, so that another one can resume there. Not before the first epoch. */
  state(): TrainingState<LevenbergMarquardtState> {
    return this.course.state({
      kind: 'levenberg-marquardt',
      params: Float32Array.from(this.params),
      damping: this.damping,
      evidence: this.evidence.state(),
      partialEpochs: this.epochsOnPart,
      hasAllRows: this.rowCount === this.rows.rowCount,
      stalledSteps: this.stalledSteps,
      isStuck: this.isStuck,
    });
  }

  /** Restores the best epoch's parameters and returns what happened. */
  finish(): TrainingResult {
    return this.course.finish(Float32Array.from(this.params));
  }

  /** w' diag(ridge) w */
  private penalty(params: Float64Array): number {
    const { ridge } = this.evidence;
    let sum = 0;
    for (let i = 0; i < params.length; i++) sum += ridge[i] * params[i] * params[i];
    return sum;
  }

  private takeAllRows(): void {
    this.damping *= this.rows.rowCount / this.rowCount;
    this.rowCount = this.rows.rowCount;
  }

  /**
   * Increases the damping until a step lowers F below `before`. Returns the new F, or `before` if no step lowers it.
   */
  private improve(before: number): number {
    const { equations, evidence, params, trial, step, matrix } = this;
    const { ridge } = evidence;
    const size = params.length;
    let trace = 0;
    for (let i = 0; i < size; i++) trace += equations.hessian[i * size + i];
    if (this.damping === 0) this.damping = (FIRST_DAMPING * trace) / size;
    let growth = 2;
    for (let attempt = 0; attempt < MOST_TRIALS; attempt++) {
      damp(equations.hessian, ridge, this.damping, matrix);
      if (!factorise(matrix, size)) {
        this.damping = 4 * this.damping + (1e-8 * trace) / size;
        continue;
      }
      for (let i = 0; i < size; i++) step[i] = -(equations.gradient[i] + ridge[i] * params[i]);
      solve(matrix, size, step);
      let foreseen = 0;
      for (let i = 0; i < size; i++) {
        const slope = equations.gradient[i] + ridge[i] * params[i];
        foreseen += step[i] * (this.damping * step[i] - slope);
        trial[i] = Math.fround(params[i] + step[i]);
      }
      const after = equations.squaredErrors(trial, this.rowCount) + this.penalty(trial);
      if (after < before) {
        const gain = (before - after) / Math.max(foreseen, Number.MIN_VALUE);
        const excess = 2 * gain - 1;
        this.damping *= Math.max(1 / 5, 1 - excess * excess * excess); // the bits of ** differ between V8 versions
        params.set(trial);
        return after;
      }
      this.damping *= growth;
      growth *= 2;
    }
    return before;
  }

  private noteStall(before: number, after: number): void {
    this.stalledSteps = before - after < STALL * before ? this.stalledSteps + 1 : 0;
    if (after < before && this.stalledSteps < STALLED_STEPS) return;
    // this part of the rows is exhausted: continue with all of them
    if (this.rowCount < this.rows.rowCount) {
      this.takeAllRows();
      this.stalledSteps = 0;
    } else {
      this.isStuck = true;
    }
  }
}
