import { defaultRng, SeedSequence } from '@fived/random';
import { modelSeed } from '@fived/nn';
import { describe, expect, it } from 'vitest';
import { orderRuns, roundSeed, type OrderSettings } from './sweep-plan.js';

const sizes = [1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000];
const settings: OrderSettings = { sizes, runs: 3, seed: 42 };
const sizesOf = (changes: Partial<OrderSettings>): number[] =>
  orderRuns({ ...settings, ...changes }).map(({ datasetSize }) => datasetSize);

describe('the order of the runs', () => {
  // NumPy 2.4.6: g = default_rng(SeedSequence(42, spawn_key=(100, round))); for last in 9..1: swap last and
  // g.integers(0, last + 1)
  it('is, round by round, the one that NumPy draws', () => {
    expect(sizesOf({})).toEqual([
      ...[7000, 8000, 4000, 3000, 1000, 9000, 6000, 2000, 10000, 5000],
      ...[4000, 6000, 1000, 8000, 2000, 10000, 5000, 9000, 3000, 7000],
      ...[5000, 2000, 10000, 6000, 9000, 3000, 1000, 7000, 4000, 8000],
    ]);
  });

  it('has run k of every size in round k, and counts the positions through', () => {
    const order = orderRuns(settings);
    expect(order.map(({ position }) => position)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    for (const round of [1, 2, 3]) {
      const runs = order.slice((round - 1) * sizes.length, round * sizes.length);
      expect(runs.every(({ run }) => run === round)).toBe(true);
      expect(runs.map(({ datasetSize }) => datasetSize).sort((a, b) => a - b)).toEqual(sizes);
    }
  });

  it('of a round does not depend on how many rounds there are, and does on the seed', () => {
    expect(sizesOf({ runs: 5 }).slice(0, 30)).toEqual(sizesOf({}));
    expect(sizesOf({ seed: 43 })).not.toEqual(sizesOf({}));
  });

  it('comes from a stream that no model and no dataset of any run draws from', () => {
    const first = (seed: SeedSequence): number => defaultRng(seed).random();
    const rounds = [1, 2, 3, 4, 5].map((round) => first(roundSeed(42, round)));
    const others = [42, 43, 44, 45, 46].flatMap((seed) => [
      first(new SeedSequence(seed)),
      ...(['weights', 'order', 'gradientCheck'] as const).map((stream) => first(modelSeed(seed, stream))),
    ]);
    expect(new Set([...rounds, ...others]).size).toBe(rounds.length + others.length);
  });
});
