import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { loop } from './loop.js';
import { glorotUniform } from '../initializers.js';
import { describeNetwork } from '../network.js';
import { createReferenceEngine } from '../reference/engine.js';
import { adamDefaults } from '../engine.js';
import { train } from '../train.js';

describe('The example of the smallest training loop', () => {
  const lines: string[] = [];
  const losses = loop((line) => lines.push(line));

  it('learns: the loss, 1/9 for a prediction of zero, falls under 1e-3', () => {
    expect(losses[0]).toBeLessThan(0.2);
    expect(losses[99]).toBeLessThan(1e-3);
  });

  it('prints the loss of every tenth epoch', () => {
    expect(lines).toHaveLength(10);
    expect(lines[9]).toBe(`epoch 100: loss ${losses[99].toExponential(2)}`);
  });

  it('gives the bits of train()', () => {
    const random = defaultRng(42);
    const x = Float32Array.from({ length: 512 }, () => 2 * random.random() - 1);
    const y = Float32Array.from({ length: 256 }, (_, row) => x[2 * row] * x[2 * row + 1]);
    const network = describeNetwork([2, 32, 16, 1]);
    const engine = createReferenceEngine({
      network,
      batchSize: 32,
      adam: adamDefaults,
      training: { x, y, rowCount: 256 },
    });
    glorotUniform(network, 42, engine.params);
    const { trainLoss } = train(engine, { epochs: 100, learningRate: 0.01, seed: 42 });
    expect(losses).toEqual(Array.from(trainLoss));
  });
});
