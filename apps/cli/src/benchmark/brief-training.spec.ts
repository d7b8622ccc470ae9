import { adamDefaults, createReferenceEngine, createSimdEngine } from '@fived/nn';
import { describe, expect, it } from 'vitest';
import { firstDifference, trainBriefly, type Outcome } from './brief-training.js';

const shape = { sizes: [5, 13, 6, 1], batchSize: 10, adam: adamDefaults };
const reference = trainBriefly(createReferenceEngine, shape);

/** A copy with the lowest bit of one value changed. */
const withOneBitChanged = (outcome: Outcome, name: keyof Outcome, index: number): Outcome => {
  const values = outcome[name].slice();
  const words = new Int32Array(values.buffer);
  words[index * (words.length / values.length)] ^= 1;
  return { ...outcome, [name]: values };
};

describe('the brief training', () => {
  it('makes 30 steps, a third of them on a shorter minibatch', () => {
    expect(reference['training losses']).toHaveLength(10);
    expect(reference.predictions).toHaveLength(10 + 10 + 4);
  });

  it('shows that all bits of the simd engine are those of the reference engine', () => {
    expect(firstDifference(trainBriefly(createSimdEngine, shape), reference)).toBeUndefined();
  });

  it.each(['params', 'm', 'v', 'training losses', 'validation losses', 'predictions'] as const)(
    'notices one changed bit in the %s, and says where',
    (name) => {
      const difference = firstDifference(withOneBitChanged(reference, name, 3), reference);
      expect(difference).toMatch(new RegExp(`^${name}\\[3\\] is `));
    },
  );
});
