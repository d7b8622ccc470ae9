import { readFileSync } from 'node:fs';
import { defaultRng, RandomState } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { describeNetwork } from '../network.js';
import { createFloat64Engine } from './engine.js';

interface Trajectory {
  readonly sizes: readonly number[];
  readonly rowCount: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly seed: number;
  /** One loss for each step, before its update. */
  readonly losses: readonly number[];
  /** Little-endian float64, in our layout, after the last step. */
  readonly paramsBase64: string;
}

// From real PyTorch: tools/golden/torch_trajectory.py
const golden = JSON.parse(readFileSync(new URL('../../golden/torch-trajectory.json', import.meta.url), 'utf8')) as {
  trajectories: readonly Trajectory[];
};

function follow({ sizes, rowCount, batchSize, learningRate, beta1, beta2, epsilon, seed, losses }: Trajectory) {
  const random = defaultRng(seed);
  const fromMinusOne = (length: number): Float64Array => Float64Array.from({ length }, () => 2 * random.random() - 1);
  const network = describeNetwork(sizes);
  const adam = { beta1, beta2, epsilon };
  const training = { x: fromMinusOne(rowCount * sizes[0]), y: fromMinusOne(rowCount), rowCount };
  const engine = createFloat64Engine({ network, batchSize, adam, training });
  for (const { fanIn, fanOut, weightOffset } of network.layers) {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    engine.params.set(
      fromMinusOne((fanIn + 1) * fanOut).map((u) => limit * u),
      weightOffset,
    );
  }
  engine.learningRate[0] = learningRate;
  const ours: number[] = [];
  for (let epoch = 0; ours.length < losses.length; epoch++) {
    engine.order.set(new RandomState(seed + epoch).permutation(rowCount));
    for (let first = 0; first < rowCount && ours.length < losses.length; first += batchSize) {
      const count = Math.min(batchSize, rowCount - first);
      engine.load(first, count);
      engine.forward();
      ours.push(engine.lossSum[0] / count);
      engine.backward();
      engine.step();
    }
  }
  return { losses: ours, params: Array.from(engine.params) };
}

/** The largest |ours - theirs| / |theirs|. */
const worst = (ours: readonly number[], theirs: readonly number[]): number =>
  Math.max(...theirs.map((value, i) => Math.abs(ours[i] - value) / Math.abs(value)));

describe('Training in float64 goes the way of PyTorch', () => {
  it.each(golden.trajectories)(
    'for $sizes on $rowCount rows in batches of $batchSize, over 200 steps',
    (trajectory) => {
      const { losses, params } = follow(trajectory);
      expect(losses).toHaveLength(200);
      expect(worst(losses, trajectory.losses)).toBeLessThan(1e-9);
      const bytes = Uint8Array.from(Buffer.from(trajectory.paramsBase64, 'base64'));
      expect(bytes).toHaveLength(8 * params.length);
      const view = new DataView(bytes.buffer);
      expect(
        worst(
          params,
          params.map((_, i) => view.getFloat64(8 * i, true)),
        ),
      ).toBeLessThan(1e-9);
    },
  );
});
