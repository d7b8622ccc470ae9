/** Steps of Adam with given gradients, for the tests. */
import { adamDefaults } from '../engine.js';
import { describeNetwork } from '../network.js';
import { createFloat64Engine, createReferenceEngine } from '../reference/engine.js';

/** Two weights, then one bias. */
const network = describeNetwork([2, 1]);
const create = { float32: createReferenceEngine, float64: createFloat64Engine };

export type AdamForm = keyof typeof create;

/** Parameters and moments after one step for each of the given gradients (of both weights and the bias). */
export function adam(
  form: AdamForm,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  learningRate: number,
  settings = adamDefaults,
) {
  const engine = create[form]({ network, batchSize: 1, adam: settings });
  engine.learningRate[0] = learningRate;
  engine.params.set(start);
  for (const gradient of gradients) {
    engine.grads.set(gradient);
    engine.step();
  }
  return { params: Array.from(engine.params), m: Array.from(engine.m), v: Array.from(engine.v) };
}
