/** One thread of the team, thread 0 or a worker: its compiled kernels, and what it does on each command. */
import type { AdamSettings } from '../engine.js';
import { assemble } from '../simd/assembler.js';
import { FunctionBuilder } from '../simd/function-builder.js';
import { adamKernel } from '../simd/kernels/adam.js';
import { FLOAT_BYTES } from '../simd/kernels/loops.js';
import { lossSumKernel } from '../simd/kernels/mse.js';
import { emitStepSize } from '../simd/kernels/step-size.js';
import { claimKernel, fillQueueKernel } from './kernels/claims.js';
import { partGradientsKernel } from './kernels/parameters.js';
import {
  forwardRowsKernel,
  gatherRowsKernel,
  rowGradientsKernel,
  rowLossKernel,
  transposeKernel,
} from './kernels/row-blocks.js';
import { awaitReportsKernel, commandKernel, nextCommandKernel, reportKernel } from './kernels/signals.js';
import { WIDE, type TeamLayout, type TeamShape } from './layout.js';

/** The commands, each with two operands. Each is done block by block. */
export const Command = {
  /**
   * Rows of the minibatch order[first] .. order[first + count - 1]: forward, and the gradients of their activations.
   */
  rows: 1,
  /** The gradients of the parameters, over all `count` rows. */
  parameters: 2,
  /** The update of the parameters. */
  adam: 3,
  /** Both gradients and update, one after the other. */
  update: 4,
  /** Predictions of the validation rows. */
  validate: 5,
  /** Predictions of the `count` rows in activations[0]. */
  predict: 6,
  /** There are no more commands. */
  end: 7,
} as const;

/** The compiled module's exports. Addresses are in bytes, counts in rows. None takes or returns a float. */
export interface ThreadKernels {
  gather(order: number, first: number, count: number, x: number, y: number): void;
  forward(inputs: number, first: number, count: number): void;
  rowLoss(first: number, count: number, batchRows: number): void;
  transpose(): void;
  rowGradients(first: number, count: number): void;
  adam(firstByte: number, endByte: number): void;
  minibatchLossSum(prediction: number, target: number, count: number): void;
  validationLossSum(prediction: number, target: number, count: number): void;
  stepSize(): void;
  fillQueue(queue: number, range: number): void;
  command(kind: number, first: number, count: number): number;
  nextCommand(last: number): number;
  claim(number: number): number;
  report(blocks: number): void;
  awaitReports(blocks: number): number;
}

/** The gradients of a part of layer l's parameters; its name is `gradients${l}`. */
type PartGradients = (part: number, count: number) => void;
const partGradientsName = (layer: number): string => `gradients${layer}`;

export interface ThreadOptions {
  readonly shape: TeamShape;
  readonly adam: AdamSettings;
  /** How often a waiting thread spins at most before it sleeps. It is also the first limit. */
  readonly mostSpins: number;
}

/** The binary module of one thread. */
export function emitThreadModule(
  { shape, adam, mostSpins }: ThreadOptions,
  layout: TeamLayout,
  thread: number,
): Uint8Array<ArrayBuffer> {
  const { network, threadCount } = shape;
  const { signals } = layout;
  const own = layout.threads[thread];
  const stepSize = new FunctionBuilder();
  emitStepSize(stepSize, own, adam);
  return assemble({ pages: 1, shared: true }, {
    gather: gatherRowsKernel(network, own),
    forward: forwardRowsKernel(network, own, WIDE),
    rowLoss: rowLossKernel(network, own),
    transpose: transposeKernel(network, own),
    rowGradients: rowGradientsKernel(network, own, WIDE),
    adam: adamKernel(own, adam),
    minibatchLossSum: lossSumKernel(own),
    validationLossSum: lossSumKernel({ lossSum: own.lossSum }),
    stepSize,
    fillQueue: fillQueueKernel(signals),
    command: commandKernel(signals),
    nextCommand: nextCommandKernel(signals, thread, mostSpins),
    claim: claimKernel(signals, thread, threadCount),
    report: reportKernel(signals),
    awaitReports: awaitReportsKernel(signals, mostSpins),
    ...Object.fromEntries(
      network.layers.map((layer) => [
        partGradientsName(layer.index),
        partGradientsKernel(network, layer, own, layout.parameters.unitsPerPart[layer.index], WIDE),
      ]),
    ),
  } satisfies Record<keyof ThreadKernels, FunctionBuilder>);
}

export interface Thread {
  readonly kernels: ThreadKernels;
  /** Does blocks of the command until none is left. Returns how many it did; 0 if the command is over. */
  perform(number: number, kind: number, first: number, count: number): number;
}

/** Compiles the thread's module over the shared memory. */
export function createThread(
  options: ThreadOptions,
  layout: TeamLayout,
  thread: number,
  memory: WebAssembly.Memory,
): Thread {
  const module = new WebAssembly.Module(emitThreadModule(options, layout, thread));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = exports as unknown as ThreadKernels;
  new Int32Array(memory.buffer, layout.signals.spinCounts[thread], 1)[0] = options.mostSpins;
  const { inputSize, layers } = options.shape.network;
  const { validationRowCount } = options.shape;
  const gradients = layers.map(({ index }) => exports[partGradientsName(index)] as PartGradients);
  const { rows, chunkRows } = layout.engine;
  const { rowsPerBlock, validationRowsPerBlock, validationRoom } = layout;
  const { blocks } = layout.parameters;
  const { activations } = layout.threads[thread];
  const inputBytes = inputSize * FLOAT_BYTES;
  /** The first row of the matrices in which it validates. */
  const room = thread * validationRoom;
  const hasRoom = room + validationRoom <= chunkRows;
  // copied as integers: a float in code that V8 has not yet optimised is an object on the heap
  const outputs = new Int32Array(
    memory.buffer,
    activations[layers.length] + room * FLOAT_BYTES,
    hasRoom ? validationRoom : 0,
  );
  const validated = new Int32Array(memory.buffer, layout.validated, validationRowCount);

  const trainRows = (block: number, first: number, count: number): void => {
    const row = block * rowsPerBlock;
    const own = Math.min(rowsPerBlock, count - row);
    kernels.gather(rows.order + FLOAT_BYTES * (first + row), row, own, rows.trainingX, rows.trainingY);
    kernels.forward(activations[0] + row * inputBytes, row, own);
    kernels.rowLoss(row, own, count);
    kernels.rowGradients(row, own);
  };
  const validate = (block: number): void => {
    const end = Math.min((block + 1) * validationRowsPerBlock, validationRowCount);
    for (let first = block * validationRowsPerBlock; first < end; first += validationRoom) {
      const count = Math.min(validationRoom, end - first);
      kernels.forward(rows.validationX + first * inputBytes, room, count);
      for (let row = 0; row < count; row++) validated[first + row] = outputs[row];
    }
  };
  const predict = (block: number, count: number): void => {
    const row = block * rowsPerBlock;
    kernels.forward(activations[0] + row * inputBytes, row, Math.min(rowsPerBlock, count - row));
  };
  /** Work that all blocks of a command have in common. */
  const prepare = (kind: number): void => {
    if (kind === Command.rows) kernels.transpose();
  };
  const performBlock = (kind: number, block: number, first: number, count: number): void => {
    switch (kind) {
      case Command.rows:
        trainRows(block, first, count);
        break;
      case Command.parameters:
        gradients[blocks[block].layer](blocks[block].part, count);
        break;
      case Command.adam:
        kernels.adam(FLOAT_BYTES * blocks[block].first, FLOAT_BYTES * blocks[block].end);
        break;
      case Command.update:
        performBlock(Command.parameters, block, first, count);
        performBlock(Command.adam, block, first, count);
        break;
      case Command.validate:
        validate(block);
        break;
      case Command.predict:
        predict(block, count);
        break;
      default:
        throw new Error(`There is no command ${kind}.`);
    }
  };

  return {
    kernels,
    perform(number, kind, first, count): number {
      let done = 0;
      if (kind === Command.validate && !hasRoom) return done;
      for (let block = kernels.claim(number); block >= 0; block = kernels.claim(number)) {
        if (done === 0) prepare(kind);
        performBlock(kind, block, first, count);
        done++;
      }
      return done;
    },
  };
}
