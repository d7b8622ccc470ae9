/** Emits, compiles and caches the module of one network shape. */
import type { AdamSettings } from '../engine.js';
import type { Network } from '../network.js';
import { assemble } from './assembler.js';
import { FunctionBuilder } from './function-builder.js';
import { emitAdam } from './kernels/adam.js';
import { gatherKernel } from './kernels/gather.js';
import { backwardKernel, forwardKernel } from './kernels/layers.js';
import { lossKernel } from './kernels/mse.js';
import { emitStepSize } from './kernels/step-size.js';
import type { FixedLayout } from './memory.js';

/** The compiled module's exports. Addresses are in bytes, counts in rows. None takes or returns a float. */
export interface Kernels {
  gather(order: number, count: number, x: number, y: number): void;
  forward(inputs: number, count: number): void;
  minibatchLoss(target: number, count: number): void;
  addLoss(target: number, count: number): void;
  backward(count: number): void;
  step(): void;
}

export interface ModuleShape {
  readonly network: Network;
  readonly adam: AdamSettings;
  readonly layout: FixedLayout;
  /** Tiles for V8's 256-bit mode. */
  readonly wide: boolean;
  /** Whether threads share its memory. */
  readonly shared?: boolean;
}

/** The binary module. */
export function emitModule({ network, adam, layout, wide, shared }: ModuleShape): Uint8Array<ArrayBuffer> {
  const { activations, dActivations, target, lossSum, epochLossSum } = layout;
  const last = network.layers.length;
  const loss = { prediction: activations[last], dPrediction: dActivations[last], lossSum };
  const step = new FunctionBuilder();
  emitStepSize(step, layout, adam);
  emitAdam(step, layout, network.parameterCount, adam, wide ? 2 : 1);
  return assemble(
    { pages: 1, shared },
    {
      gather: gatherKernel(network.inputSize, activations[0], target),
      forward: forwardKernel(network, layout, wide),
      minibatchLoss: lossKernel({ ...loss, epochLossSum }),
      addLoss: lossKernel(loss),
      backward: backwardKernel(network, layout, wide),
      step,
    },
  );
}

const compiled = new Map<string, WebAssembly.Module>();

/** The compiled module; the same object for equal shapes. @throws Error where the runtime lacks an instruction */
export function compileModule(shape: ModuleShape, chunkRows: number): WebAssembly.Module {
  const { network, adam, wide, shared = false } = shape;
  const key = JSON.stringify([network.sizes, network.activation, chunkRows, adam, wide, shared]);
  let module = compiled.get(key);
  if (module === undefined) {
    module = new WebAssembly.Module(emitModule(shape));
    compiled.set(key, module);
  }
  return module;
}
