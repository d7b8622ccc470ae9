/** One thread of the team, thread 0 or a worker: its compiled kernels, and what it does at each command. */
import type { AdamSettings } from '../engine.js';
import { assemble } from '../simd/assembler.js';
import { FunctionBuilder } from '../simd/function-builder.js';
import { emitAdam } from '../simd/kernels/adam.js';
import { gatherKernel } from '../simd/kernels/gather.js';
import { forwardKernel } from '../simd/kernels/layers.js';
import { FLOAT_BYTES } from '../simd/kernels/loops.js';
import { lossSumKernel, rowLossKernel } from '../simd/kernels/loss.js';
import { emitStepSize } from '../simd/kernels/step-size.js';
import { parameterGradientsKernel, rowGradientsKernel } from './kernels/gradients.js';
import { answerKernel, awaitAnswerKernel, commandKernel, nextCommandKernel } from './kernels/signals.js';
import { MODE, type TeamLayout, type TeamShape } from './layout.js';

/** What a thread can be told to do, with two operands. */
export const Command = {
  /** The thread's rows of the minibatch order[first] .. order[first + count - 1]: forward, and the gradients of their activations. */
  rows: 1,
  /** The gradients of the thread's parameters, over all `count` rows. */
  parameters: 2,
  /** The update of the thread's parameters. */
  adam: 3,
  /** Predictions of the thread's validation rows. */
  validate: 4,
  /** Predictions of the thread's rows of the `count` in activations[0]. */
  predict: 5,
  /** No more commands. */
  end: 6,
} as const;

/** What the compiled module exports; addresses in bytes, counts in rows. None takes or returns a float. */
export interface ThreadKernels {
  gather(order: number, count: number, x: number, y: number): void;
  forward(inputs: number, count: number): void;
  rowLoss(count: number, batchRows: number): void;
  rowGradients(count: number): void;
  parameterGradients(count: number): void;
  adam(): void;
  minibatchLossSum(prediction: number, target: number, count: number): void;
  validationLossSum(prediction: number, target: number, count: number): void;
  stepSize(): void;
  command(kind: number, first: number, count: number): void;
  nextCommand(last: number): number;
  answer(number: number): void;
  awaitAnswer(answer: number): number;
}

export interface ThreadOptions {
  readonly shape: TeamShape;
  readonly adam: AdamSettings;
  /** How often a waiting thread looks before it sleeps. */
  readonly spinCount: number;
}

/** The binary module of one thread. */
export function emitThreadModule({ shape, adam, spinCount }: ThreadOptions, layout: TeamLayout, thread: number): Uint8Array<ArrayBuffer> {
  const { network } = shape;
  const { signals, engine } = layout;
  const rowLayout = layout.rowLayouts[thread];
  const { activations, dActivations, target } = rowLayout;
  const last = network.layers.length;
  const parameters = layout.parameterParts[thread];
  const adamKernel = new FunctionBuilder();
  if (parameters.first < parameters.end) emitAdam(adamKernel, engine.fixed, [parameters.first, parameters.end], adam, 1);
  const stepSize = new FunctionBuilder();
  emitStepSize(stepSize, engine.fixed, adam);
  return assemble(
    { pages: 1, shared: true },
    {
      gather: gatherKernel(network.inputSize, activations[0], target),
      forward: forwardKernel(network, rowLayout, MODE),
      rowLoss: rowLossKernel({ prediction: activations[last], dPrediction: dActivations[last], target }),
      rowGradients: rowGradientsKernel(network, rowLayout, MODE),
      parameterGradients: parameterGradientsKernel(network, layout.parameterLayouts[thread], parameters.weights, MODE),
      adam: adamKernel,
      minibatchLossSum: lossSumKernel(engine.fixed),
      validationLossSum: lossSumKernel({ lossSum: engine.fixed.lossSum }),
      stepSize,
      command: commandKernel(signals),
      nextCommand: nextCommandKernel(signals, spinCount),
      answer: answerKernel(signals, thread),
      awaitAnswer: awaitAnswerKernel(signals, spinCount),
    } satisfies Record<keyof ThreadKernels, FunctionBuilder>,
  );
}

export interface Thread {
  readonly kernels: ThreadKernels;
  /** Carries out a command, but `end`. */
  perform(kind: number, first: number, count: number): void;
}

/** Compiles the thread's module over the shared memory. */
export function createThread(options: ThreadOptions, layout: TeamLayout, thread: number, memory: WebAssembly.Memory): Thread {
  const module = new WebAssembly.Module(emitThreadModule(options, layout, thread));
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as ThreadKernels;
  const { inputSize, layers } = options.shape.network;
  const { rows } = layout.engine;
  const { activations } = layout.rowLayouts[thread];
  const part = layout.rowParts[thread];
  const validation = layout.validationParts[thread];
  // copied as integers: a float in code that V8 has not yet optimised is an object on the heap
  const outputs = new Int32Array(memory.buffer, activations[layers.length], part.count);
  const validated = new Int32Array(memory.buffer, layout.validated, options.shape.validationRowCount);
  const ownRowsOf = (count: number): number => Math.min(Math.max(0, count - part.first), part.count);

  const trainRows = (first: number, count: number): void => {
    const own = ownRowsOf(count);
    if (own === 0) return;
    kernels.gather(rows.order + FLOAT_BYTES * (first + part.first), own, rows.trainingX, rows.trainingY);
    kernels.forward(activations[0], own);
    kernels.rowLoss(own, count);
    kernels.rowGradients(own);
  };
  const validate = (): void => {
    const end = validation.first + validation.count;
    for (let first = validation.first; first < end; first += part.count) {
      const count = Math.min(part.count, end - first);
      kernels.forward(rows.validationX + FLOAT_BYTES * first * inputSize, count);
      for (let row = 0; row < count; row++) validated[first + row] = outputs[row];
    }
  };

  return {
    kernels,
    perform(kind, first, count): void {
      switch (kind) {
        case Command.rows:
          trainRows(first, count);
          break;
        case Command.parameters:
          kernels.parameterGradients(count);
          break;
        case Command.adam:
          kernels.adam();
          break;
        case Command.validate:
          validate();
          break;
        case Command.predict: {
          const own = ownRowsOf(count);
          if (own > 0) kernels.forward(activations[0], own);
          break;
        }
        default:
          throw new Error(`There is no command ${kind}.`);
      }
    },
  };
}
