/**
 * The SIMD engine on several threads, with the same bits at every number of threads.
 *
 * It is the single-thread engine on a shared memory, plus a team of threads (`team.ts`) that can do each stage by
 * blocks. Either one thread or the team does a minibatch, whichever is faster at the time (`choice.ts`). The threads
 * wait for each other twice a step:
 *
 *     forward()   blocks of rows: gather, all layers, loss gradient, gradients of the activations; then thread 0 sums
 *                 the losses
 *     step()      blocks of parameters: their gradients over all rows, and Adam
 *
 * A row's gradients need nothing from other rows, so they are computed along with the row, before anyone asks. The
 * parameters' gradients wait for `step`. But once someone has read `grads`, and so may want to see or change them,
 * `backward` computes them, and the threads meet three times.
 *
 * Rows are gathered where they are used, which is in `forward`. So `order` must not change between `load` and
 * `forward`.
 */
import { noRows, type Engine, type EngineOptions, type FloatArray } from '../engine.js';
import { checkEngineOptions, minibatchRows } from '../engine-options.js';
import { createSharedSimdEngine } from '../simd/engine.js';
import { createChoice, type Choice } from './choice.js';
import { layoutTeam } from './layout.js';
import { createStart } from './start.js';
import { createTeam, type StartWorker, type Team } from './team.js';
import { Command } from './thread.js';

export interface ThreadingOptions {
  /** Includes the calling thread. */
  readonly threadCount: number;
  readonly startWorker: StartWorker;
  /**
   * 'quicker', the default: starts the workers once a training has lasted long enough and its steps are long enough
   * (`start.ts`). From then on they take part where measuring shows that all threads are faster than one (`choice.ts`).
   * 'always': all threads from the first step on, which waits until they have started.
   */
  readonly use?: 'quicker' | 'always';
  /** How often a waiting thread spins at most before it sleeps. */
  readonly mostSpins?: number;
  /** Milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

export interface ThreadedEngine extends Engine {
  readonly threadCount: number;
  /** Steps that all threads made together. One thread made the others. */
  readonly sharedSteps: () => number;
  /** Lets the workers end. The engine still works, on the calling thread. */
  close(): void;
}

const MOST_THREADS = 256;
/** About 4 ms. Waking a sleeper takes about 40 us, and a sleeping virtual core is given to others. */
const DEFAULT_MOST_SPINS = 2_000_000;

/**
 * @throws RangeError for options that make no sense; Error if the runtime has no SIMD or no shared memory. The engine's
 * methods throw an Error if a worker fails. Do not use it on a page's main thread, which may not wait.
 */
export function createThreadedEngine(options: EngineOptions, threading: ThreadingOptions): ThreadedEngine {
  const {
    threadCount,
    startWorker,
    use = 'quicker',
    mostSpins = DEFAULT_MOST_SPINS,
    now = () => performance.now(),
  } = threading;
  if (!Number.isSafeInteger(threadCount) || threadCount < 1 || threadCount > MOST_THREADS) {
    throw new RangeError(`threadCount must be a whole number from 1 to ${MOST_THREADS}; got ${threadCount}.`);
  }
  checkEngineOptions(options);
  const { network, adam, training = noRows, validation = noRows } = options;
  const batchSize = minibatchRows(options.batchSize, training);
  const shape = {
    network,
    batchSize,
    threadCount,
    trainingRowCount: training.rowCount,
    validationRowCount: validation.rowCount,
  };
  const layout = layoutTeam(shape);
  const { engine: single, memory } = createSharedSimdEngine(options, layout.byteLength);
  const startTeam = (): Team => createTeam(options, { shape, adam, mostSpins }, layout, memory, startWorker, now);
  const { fixed, rows } = layout.engine;
  const prediction = fixed.activations[network.layers.length];
  const inputs = new Float32Array(memory.buffer, fixed.activations[0], batchSize * network.inputSize);
  const outputs = new Float32Array(memory.buffer, prediction, batchSize);

  const always: Choice = { begin: () => true, end: () => undefined };
  const choiceOf = (): Choice => (use === 'always' ? always : createChoice(now));
  const steps = choiceOf();
  const passes = choiceOf();
  const chunks = choiceOf();
  let team = use === 'always' ? startTeam() : undefined;
  let isClosed = false;
  const start = createStart(threadCount - 1, now);
  /** The team if all threads do the current minibatch; undefined if one does. */
  let sharing: Team | undefined;
  let loadedFirst = 0;
  let loadedCount = 0;
  let sharedSteps = 0;
  /** Whether the caller has `grads` and may read it at any time. */
  let areGradientsSeen = false;
  /** Whether `backward` was called but the gradients are still to be computed. */
  let isGradientDue = false;
  const computeGradients = (): void => {
    if (!isGradientDue) return;
    isGradientDue = false;
    if (sharing === undefined) single.backward();
    else sharing.perform(Command.parameters, 0, loadedCount);
  };

  const predictBySingle = (x: FloatArray, first: number, count: number, predictions: FloatArray): void => {
    const end = first + count;
    single.predict(
      x.subarray(first * network.inputSize, end * network.inputSize),
      count,
      predictions.subarray(first, end),
    );
  };
  /** The team, if it can take a command now. @throws Error if one of its workers has failed */
  const readyTeam = (): Team | undefined =>
    team !== undefined && (use === 'always' ? team.becomeReady() : team.isReady()) ? team : undefined;

  return {
    ...single,
    threadCount,
    sharedSteps: () => sharedSteps,
    get grads(): FloatArray {
      areGradientsSeen = true;
      computeGradients();
      return single.grads;
    },
    close(): void {
      isClosed = true;
      team?.close();
      if (sharing === undefined) return;
      sharing = undefined; // the current minibatch stays with the calling thread
      single.load(loadedFirst, loadedCount);
      computeGradients();
    },

    load(first: number, count: number): void {
      computeGradients();
      const ready = readyTeam();
      sharing = ready !== undefined && steps.begin() ? ready : undefined;
      loadedFirst = first;
      loadedCount = count;
      if (sharing !== undefined) return;
      if (team === undefined) start.begin();
      single.load(first, count);
    },
    forward(): void {
      computeGradients();
      if (sharing === undefined) {
        single.forward();
        return;
      }
      sharing.perform(Command.rows, loadedFirst, loadedCount);
      sharing.kernels.minibatchLossSum(prediction, fixed.target, loadedCount);
    },
    backward(): void {
      isGradientDue = true;
      if (sharing === undefined || areGradientsSeen) computeGradients();
    },
    step(): void {
      if (sharing === undefined) {
        single.step();
        if (team === undefined && start.end() && !isClosed) team = startTeam();
      } else {
        sharing.kernels.stepSize();
        sharing.perform(isGradientDue ? Command.update : Command.adam, 0, loadedCount);
        isGradientDue = false;
        sharedSteps++;
      }
      steps.end();
    },
    evaluate(): void {
      computeGradients(); // before other rows take the minibatch's place
      const { rowCount } = validation;
      const ready = readyTeam();
      if (rowCount > 0 && ready !== undefined && passes.begin()) {
        ready.perform(Command.validate, 0, 0);
        ready.kernels.validationLossSum(layout.validated, rows.validationY, rowCount);
      } else {
        single.evaluate();
      }
      passes.end();
    },
    predict(x: FloatArray, rowCount: number, predictions: FloatArray): void {
      computeGradients();
      const { inputSize } = network;
      let first = 0;
      const ready = readyTeam();
      for (; ready !== undefined && rowCount - first >= batchSize; first += batchSize) {
        if (chunks.begin()) {
          for (let i = 0; i < batchSize * inputSize; i++) inputs[i] = x[first * inputSize + i];
          ready.perform(Command.predict, 0, batchSize);
          for (let row = 0; row < batchSize; row++) predictions[first + row] = outputs[row];
        } else {
          predictBySingle(x, first, batchSize, predictions);
        }
        chunks.end();
      }
      if (first < rowCount) predictBySingle(x, first, rowCount - first, predictions);
    },
  };
}
