import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { glorotUniform } from './initializers.js';
import { describeNetwork } from './network.js';
import { createReferenceEngine } from './reference/engine.js';
import { randomRows } from './testing/random-cases.js';
import { createScriptedEngine, type ScriptedEpoch } from './testing/scripted-engine.js';
import type { TrainingResult } from './course.js';
import { DivergenceError } from './divergence.js';
import { adamDefaults, noRows } from './engine.js';
import { train } from './train.js';

const options = { learningRate: 0.001, seed: 1 };

/** Trains through the given epochs. The parameters equal the number of the epoch. */
function play(epochs: readonly ScriptedEpoch[]): { result: TrainingResult; restoredEpoch: number } {
  const engine = createScriptedEngine(epochs);
  const result = train(engine, { ...options, epochs: epochs.length });
  return { result, restoredEpoch: engine.params[0] };
}

const losses = (...values: number[]): ScriptedEpoch[] => values.map((validationLoss) => ({ validationLoss }));

describe('The best epoch', () => {
  it.each([
    [[3, 2, 4], 2],
    [[3, 2, 2, 2], 2], // the earliest of equals
    [[5, 5, 5], 1],
    [[9, 8, 7], 3],
    [[1, 2, 3], 1],
    [[0, 0], 1],
    [[1, 1 - 2 ** -53, 1], 2], // by one bit
  ])('of the validation losses %j is %i', (validationLosses, bestEpoch) => {
    const { result, restoredEpoch } = play(losses(...validationLosses));
    expect(result.bestEpoch).toBe(bestEpoch);
    expect(restoredEpoch).toBe(bestEpoch);
    expect(Array.from(result.finalParams)).toEqual([validationLosses.length, validationLosses.length]);
    expect(Array.from(result.validationLoss)).toEqual(validationLosses);
  });

  it('is the best of those that ran, if the callback stops', () => {
    const engine = createScriptedEngine(losses(3, 2, 4, 1));
    const bestSoFar: number[] = [];
    const result = train(engine, {
      ...options,
      epochs: 4,
      onEpoch: ({ epoch, bestEpoch }) => {
        bestSoFar.push(bestEpoch);
        return epoch === 3 ? 'stop' : undefined;
      },
    });
    expect(result).toMatchObject({ epochsRun: 3, bestEpoch: 2 });
    expect(result.trainLoss).toHaveLength(3);
    expect(engine.params[0]).toBe(2);
    expect(bestSoFar).toEqual([1, 2, 2]);
  });
});

describe('Divergence', () => {
  const fine = { validationLoss: 1 };

  it.each<[string, ScriptedEpoch]>([
    ['the training loss', { trainLoss: NaN, validationLoss: 1 }],
    ['the training loss', { trainLoss: Infinity, validationLoss: 1 }],
    ['the validation loss', { validationLoss: NaN }],
    ['the validation loss', { validationLoss: Infinity }],
    [
      'a parameter',
      {
        ...fine,
        spoil: ({ params }) => {
          params[1] = NaN;
        },
      },
    ],
    [
      'a parameter',
      {
        ...fine,
        spoil: ({ params }) => {
          params[0] = -Infinity;
        },
      },
    ],
    [
      "one of Adam's moments",
      {
        ...fine,
        spoil: ({ m }) => {
          m[1] = -Infinity;
        },
      },
    ],
    [
      "one of Adam's moments",
      {
        ...fine,
        spoil: ({ v }) => {
          v[1] = Infinity;
        },
      },
    ],
    [
      "one of Adam's moments",
      {
        ...fine,
        spoil: ({ v }) => {
          v[0] = NaN;
        },
      },
    ],
  ])('of %s stops training at the end of its epoch and names epoch and learning rate', (what, broken) => {
    const run = () => play([fine, fine, broken, fine]);
    expect(run).toThrow(DivergenceError);
    expect(run).toThrow(`Training diverged: ${what} is not finite after epoch 3 at learning rate 0.001.`);
  });

  it('carries epoch and learning rate as values too', () => {
    let caught: unknown;
    try {
      play([fine, { validationLoss: NaN }]);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ name: 'DivergenceError', epoch: 2, learningRate: 0.001 });
  });

  const sizes = [5, 64, 32, 16, 1];

  it('is what a learning rate of 1,000 ends in', () => {
    const network = describeNetwork(sizes);
    const random = defaultRng(1);
    const training = randomRows(random, 320, 5);
    const engine = createReferenceEngine({
      network,
      batchSize: 32,
      adam: adamDefaults,
      training,
      validation: randomRows(random, 50, 5),
    });
    glorotUniform(network, 1, engine.params);
    expect(() => train(engine, { ...options, learningRate: 1000, epochs: 50 })).toThrow(
      /^Training diverged: .* is not finite after epoch \d+ at learning rate 1000\./,
    );
  });

  it('is found in the moments while the losses and the parameters are still finite', () => {
    // A target of 1e21: its squared error is finite in float64, but the square of the gradient overflows float32.
    const training = { x: Float32Array.of(1), y: Float32Array.of(1e21), rowCount: 1 };
    const engine = createReferenceEngine({
      network: describeNetwork([1, 1]),
      batchSize: 1,
      adam: adamDefaults,
      training,
      validation: noRows,
    });
    expect(() => train(engine, { ...options, epochs: 5 })).toThrow(
      "one of Adam's moments is not finite after epoch 1 at",
    );
    expect(Array.from(engine.params).every(Number.isFinite)).toBe(true);
  });
});
