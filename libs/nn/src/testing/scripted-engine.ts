/** An engine that computes nothing. Its losses come from a list, so a test can choose the result of each epoch. */
import type { Engine } from '../engine.js';
import { describeNetwork } from '../network.js';
import { createReferenceGram } from '../gram.js';

/** The result of one epoch: its losses, and values to put into the parameters or moments. */
export interface ScriptedEpoch {
  readonly validationLoss: number;
  readonly trainLoss?: number;
  readonly spoil?: (engine: Engine) => void;
}

/** One training row, one validation row, and two parameters, which both equal the number of steps made so far. */
export function createScriptedEngine(epochs: readonly ScriptedEpoch[]): Engine {
  const network = describeNetwork([1, 1]);
  let epoch = 0;
  const engine: Engine = {
    name: 'scripted',
    network,
    batchSize: 1,
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    trainingRowCount: 1,
    validationRowCount: 1,
    params: new Float32Array(2),
    grads: new Float32Array(2),
    m: new Float32Array(2),
    v: new Float32Array(2),
    order: Int32Array.of(0),
    learningRate: new Float64Array(1),
    betaPowers: new Float64Array(2),
    lossSum: new Float64Array(1),
    epochLossSum: new Float64Array(1),
    createGram: createReferenceGram,
    load: () => undefined,
    forward: () => {
      engine.lossSum[0] = epochs[epoch].trainLoss ?? 1;
      engine.epochLossSum[0] += engine.lossSum[0];
    },
    backward: () => undefined,
    step: () => {
      engine.params.fill(epoch + 1);
      epochs[epoch].spoil?.(engine);
    },
    evaluate: () => {
      engine.lossSum[0] = epochs[epoch].validationLoss;
      epoch++;
    },
    predict: () => undefined,
  };
  return engine;
}
