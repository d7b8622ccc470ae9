/**
 * The SIMD engine: the reference engine's arithmetic, to the bit, in WebAssembly emitted for the network's shape.
 *
 * Its memory is sized once. Parameters, gradients, moments and rows are views into it, so a step copies nothing and
 * nothing is allocated after construction.
 */
import { noRows, type Engine, type EngineOptions, type FloatArray, type RowSet } from '../engine.js';
import { checkEngineOptions, minibatchRows } from '../engine-options.js';
import { createSimdGram } from './gram-panels.js';
import { leftPackingTable } from './kernels/lists.js';
import { layoutFixed, layoutRows, PAGE_BYTES, type FixedLayout, type RowsLayout } from './memory.js';
import { compileModule, type Kernels } from './module.js';
import { simdObstacle } from './support.js';

/** Rows computed at once where order does not matter (validation, prediction), if minibatches are smaller than this. */
const LEAST_CHUNK_ROWS = 32;

/** Of a WebAssembly.Memory, by its 32-bit addresses. */
const MOST_BYTES = 2 ** 32;

/** The layout of an engine's memory: the network's part, and the rows. */
export function layoutEngine({
  network,
  batchSize,
  training,
  validation,
}: Pick<EngineOptions, 'network' | 'batchSize'> & RowCounts): EngineLayout {
  const chunkRows = Math.max(minibatchRows(batchSize, training), LEAST_CHUNK_ROWS);
  const fixed = layoutFixed(network, chunkRows);
  return { chunkRows, fixed, rows: layoutRows(fixed, network.inputSize, training.rowCount, validation.rowCount) };
}

interface RowCounts {
  readonly training: { readonly rowCount: number };
  readonly validation: { readonly rowCount: number };
}

export interface EngineLayout {
  /** The maximum number of rows computed at once. */
  readonly chunkRows: number;
  readonly fixed: FixedLayout;
  readonly rows: RowsLayout;
}

/**
 * The engine whose results equal the reference engine's to the bit.
 *
 * @throws Error with the reason where the machine or its runtime cannot do that (see `simdObstacle`), or if it would
 * need more than 4 GiB
 */
export function createSimdEngine(options: EngineOptions): Engine {
  return build(options, false).engine;
}

/**
 * The same engine and the same bits, with tiles for V8's experimental 256-bit mode. It is faster if that mode was
 * switched on (--experimental-wasm-revectorize) before the first engine of this shape is made, and slower if not.
 */
export function createWideSimdEngine(options: EngineOptions): Engine {
  return build(options, true).engine;
}

/** The same engine on a memory that threads can share. The memory has at least `byteLength` bytes; see `threads/`. */
export function createSharedSimdEngine(
  options: EngineOptions,
  byteLength: number,
): { engine: Engine; memory: WebAssembly.Memory } {
  return build(options, false, byteLength);
}

function build(
  options: EngineOptions,
  wide: boolean,
  sharedBytes?: number,
): { engine: Engine; memory: WebAssembly.Memory } {
  checkEngineOptions(options);
  const obstacle = simdObstacle();
  if (obstacle !== undefined) throw new Error(`The simd engine cannot be used: ${obstacle}.`);
  const { network, batchSize, adam, training = noRows, validation = noRows } = options;
  const { inputSize, parameterCount, layers } = network;
  const { chunkRows, fixed, rows } = layoutEngine({ network, batchSize, training, validation });

  const byteLength = sharedBytes ?? rows.byteLength;
  if (byteLength > MOST_BYTES) {
    const [needed, most] = [byteLength, MOST_BYTES].map((bytes) => bytes.toLocaleString('en-US'));
    throw new Error(
      `The network ${network.sizes.join('-')} with minibatches of ${minibatchRows(batchSize, training)} rows ` +
        `needs ${needed} bytes, and WebAssembly's memory has at most ${most}: ` +
        'choose smaller layers or minibatches, fewer rows or threads, or the reference engine.',
    );
  }
  const shared = sharedBytes !== undefined;
  const module = compileModule({ network, adam, layout: fixed, wide, shared }, chunkRows);
  const pages = Math.ceil(byteLength / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
  const floats = (byteOffset: number, length: number): Float32Array =>
    new Float32Array(memory.buffer, byteOffset, length);

  new Uint8Array(memory.buffer).set(leftPackingTable(), fixed.leftPackingTable);
  const params = floats(fixed.params, parameterCount);
  const doubles = (byteOffset: number, length: number): Float64Array =>
    new Float64Array(memory.buffer, byteOffset, length);
  const lossSum = doubles(fixed.lossSum, 1);
  const betaPowers = doubles(fixed.betaPowers, 2);
  betaPowers.fill(1);
  const order = new Int32Array(memory.buffer, rows.order, training.rowCount);
  for (let row = 0; row < order.length; row++) order[row] = row;
  const copyRows = (from: RowSet, x: number, y: number): void => {
    floats(x, from.x.length).set(from.x);
    floats(y, from.rowCount).set(from.y);
  };
  copyRows(training, rows.trainingX, rows.trainingY);
  copyRows(validation, rows.validationX, rows.validationY);

  const inputs = floats(fixed.activations[0], chunkRows * inputSize);
  const outputs = floats(fixed.activations[layers.length], chunkRows);
  let loaded = 0; // rows of the minibatch

  const engine: Engine = {
    name: 'simd',
    network,
    batchSize,
    adam,
    trainingRowCount: training.rowCount,
    validationRowCount: validation.rowCount,
    params,
    grads: floats(fixed.grads, parameterCount),
    m: floats(fixed.m, parameterCount),
    v: floats(fixed.v, parameterCount),
    order,
    learningRate: doubles(fixed.learningRate, 1),
    betaPowers,
    lossSum,
    epochLossSum: doubles(fixed.epochLossSum, 1),
    createGram: createSimdGram,

    load(first: number, count: number): void {
      loaded = count;
      kernels.gather(rows.order + 4 * first, count, rows.trainingX, rows.trainingY);
    },
    forward(): void {
      kernels.forward(fixed.activations[0], loaded);
      kernels.minibatchLoss(fixed.target, loaded);
    },
    backward(): void {
      kernels.backward(loaded);
    },
    step(): void {
      kernels.step();
    },
    evaluate(): void {
      lossSum[0] = 0;
      for (let first = 0; first < validation.rowCount; first += chunkRows) {
        const count = Math.min(chunkRows, validation.rowCount - first);
        kernels.forward(rows.validationX + 4 * first * inputSize, count);
        kernels.addLoss(rows.validationY + 4 * first, count);
      }
    },
    predict(x: FloatArray, rowCount: number, predictions: FloatArray): void {
      for (let first = 0; first < rowCount; first += chunkRows) {
        const count = Math.min(chunkRows, rowCount - first);
        for (let i = 0; i < count * inputSize; i++) inputs[i] = x[first * inputSize + i];
        kernels.forward(fixed.activations[0], count);
        for (let row = 0; row < count; row++) predictions[first + row] = outputs[row];
      }
    },
  };
  return { engine, memory };
}
