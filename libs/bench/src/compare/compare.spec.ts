import { describe, expect, it } from 'vitest';
import { compareTimings } from './compare.js';
import type { Timings } from './timings.js';

/** Times of a round-robin sweep by size, run by run; rounds are numbered from 1. */
const timings = (sizes: Readonly<Record<number, readonly number[]>>): Timings => ({
  isRoundRobin: true,
  sizes: Object.entries(sizes).map(([size, seconds]) => ({
    size: Number(size),
    runs: seconds.map((time, i) => ({ round: i + 1, seconds: time })),
  })),
});

const base = timings({ 1000: [2, 2.02, 2.01, 2.03, 1.99], 2000: [4, 4.04, 4.02, 4.06, 3.98] });
const scaled = ({ isRoundRobin, sizes }: Timings, ratio: number): Timings => ({
  isRoundRobin,
  sizes: sizes.map(({ size, runs }) => ({
    size,
    runs: runs.map(({ round, seconds }) => ({ round, seconds: seconds * ratio })),
  })),
});
const overallOf = (before: Timings, after: Timings) => compareTimings(before, after).overall;

describe('compareTimings', () => {
  it('gives all sizes together a verdict, with ratio, exact p and interval', () => {
    const { overall, rounds, observations, runs_needed, is_regression } = compareTimings(base, scaled(base, 1.3));
    expect(overall).toMatchObject({ verdict: 'slower', is_regression: true });
    expect(overall.ratio).toBeCloseTo(1.3, 12);
    // Five against five that lie apart.
    expect(overall.p).toBeCloseTo(2 / 252, 14);
    // All resamples lie within the values.
    expect(overall.ratio_ci95?.[0]).toBeGreaterThan((1.3 * 1.99) / 2.03);
    expect(overall.ratio_ci95?.[1]).toBeLessThan((1.3 * 2.03) / 1.99);
    expect({ rounds, observations, runs_needed, is_regression }).toEqual({
      rounds: [5, 5],
      observations: [5, 5],
      runs_needed: 4,
      is_regression: true,
    });
  });

  it('gives each size its typical times and their ratio, of which the overall ratio is the geometric mean', () => {
    const mixed = timings({ 1000: [3, 3.3, 3, 3.2, 3], 2000: [8, 8, 8, 8, 8] });
    const even = timings({ 1000: [2, 2, 2, 2, 2], 2000: [4.5, 4, 4.1, 4.2, 4] });
    const { sizes, overall } = compareTimings(even, mixed);
    expect(sizes.map(({ dataset_size }) => dataset_size)).toEqual([1000, 2000]);
    for (const [i, [baseSeconds, newSeconds]] of [
      [2, 3],
      [4, 8],
    ].entries()) {
      expect(sizes[i].base_seconds).toBeCloseTo(baseSeconds, 12);
      expect(sizes[i].new_seconds).toBeCloseTo(newSeconds, 12);
      expect(sizes[i].ratio).toBeCloseTo(newSeconds / baseSeconds, 12);
    }
    expect(overall.ratio).toBeCloseTo(Math.sqrt(1.5 * 2), 12);
  });

  it('turns round with its arguments', () => {
    const [there, back] = [overallOf(base, scaled(base, 1.3)), overallOf(scaled(base, 1.3), base)];
    expect(back.verdict).toBe('faster');
    expect(there.ratio * back.ratio).toBeCloseTo(1, 12);
    expect(there.p).toBe(back.p);
  });

  it('says "no change" of equal sweeps, to the same bits each time', () => {
    const comparison = compareTimings(base, base);
    expect(comparison.overall).toMatchObject({ ratio: 1, p: 1, verdict: 'no change', is_regression: false });
    expect(compareTimings(base, base)).toEqual(comparison);
  });

  it('counts rounds of less than four seconds together, and says how many runs it takes', () => {
    // Rounds of 1.2 s: ten of them, by four, are two observations, and four stretches take sixteen rounds.
    const short = timings({ 1000: Array<number>(10).fill(0.4), 2000: Array<number>(10).fill(0.8) });
    expect(compareTimings(short, scaled(short, 1.1))).toMatchObject({
      overall: { verdict: 'not enough runs' },
      rounds: [10, 10],
      observations: [2, 2],
      runs_needed: 16,
    });
  });

  it('never says "no change" of three rounds', () => {
    const three = timings({ 1000: [5, 5, 5], 2000: [9, 9, 9] });
    expect(compareTimings(three, three)).toMatchObject({ overall: { verdict: 'not enough runs' }, runs_needed: 4 });
    // Three against twenty could reach p = 0.001, and is as little.
    const twenty = timings({ 1000: Array<number>(20).fill(7), 2000: Array<number>(20).fill(12) });
    expect(overallOf(three, twenty).verdict).toBe('not enough runs');
  });

  it('calls a twentyfold slow-down one, however few and short the runs', () => {
    const short = timings({ 1000: [0.01, 0.012, 0.011], 2000: [0.02, 0.022, 0.021] });
    expect(compareTimings(short, scaled(short, 20))).toMatchObject({
      is_regression: true,
      overall: { verdict: 'slower' },
    });
    const oneSize = { ...short, sizes: [scaled(short, 20).sizes[0], short.sizes[1]] };
    expect(compareTimings(short, oneSize)).toMatchObject({
      is_regression: true,
      overall: { verdict: 'not enough runs' },
      sizes: [{ is_beyond_drift: true }, { is_beyond_drift: false }],
    });
    expect(compareTimings(short, oneSize, { regressionThreshold: 20 }).is_regression).toBe(false);
  });

  it('leaves out rounds that a killed sweep did not finish', () => {
    const killed: Timings = {
      ...base,
      sizes: [base.sizes[0], { ...base.sizes[1], runs: base.sizes[1].runs.slice(0, 4) }],
    };
    expect(compareTimings(killed, base).rounds).toEqual([4, 5]);
  });

  it('lists the sizes without a counterpart', () => {
    const other = timings({ 2000: [4, 4, 4, 4, 4], 3000: [6, 6, 6, 6, 6] });
    const { sizes_only_in_base, sizes_only_in_new, sizes } = compareTimings(base, other);
    expect({ sizes_only_in_base, sizes_only_in_new, sizes: sizes.map(({ dataset_size }) => dataset_size) }).toEqual({
      sizes_only_in_base: [1000],
      sizes_only_in_new: [3000],
      sizes: [2000],
    });
  });

  it('has ratios and no judgement of sweeps that are not both round-robin', () => {
    const sequential = { ...scaled(base, 20), isRoundRobin: false };
    for (const [before, after] of [
      [base, sequential],
      [sequential, base],
    ]) {
      const { overall, sizes, is_regression, runs_needed } = compareTimings(before, after);
      const { ratio, ...judgement } = overall;
      expect(judgement).toEqual({
        verdict: 'measure round-robin',
        ratio_ci95: null,
        p: null,
        noise_factor: null,
        is_regression: false,
      });
      expect(ratio).toBeCloseTo(before === base ? 20 : 1 / 20, 12);
      expect(sizes.map((size) => size.ratio)).toEqual([expect.closeTo(ratio, 12), expect.closeTo(ratio, 12)]);
      expect({ is_regression, runs_needed }).toEqual({ is_regression: false, runs_needed: 4 });
    }
  });

  it.each([
    ['no timings', { isRoundRobin: true, sizes: [] }, {}, 'NEW has no timings'],
    [
      'a time of zero',
      timings({ 1000: [1, 0] }),
      {},
      'NEW, size 1000, run 2: the time is 0 s; it must be a positive finite number',
    ],
    ['no runs', timings({ 1000: [] }), {}, 'NEW, size 1000: there are no runs'],
    ['a size twice', { isRoundRobin: true, sizes: [base.sizes[0], base.sizes[0]] }, {}, 'NEW has size 1000 twice'],
    [
      'a run twice',
      { isRoundRobin: true, sizes: [{ size: 1000, runs: [base.sizes[0].runs[0], base.sizes[0].runs[0]] }] },
      {},
      'NEW, size 1000: run 1 is there twice',
    ],
    ['other sizes', timings({ 7: [1] }), {}, 'BASE and NEW have no size in common: 1000, 2000 against 7'],
    [
      'no complete round',
      {
        ...base,
        sizes: [
          { size: 1000, runs: [{ round: 1, seconds: 1 }] },
          { size: 2000, runs: [{ round: 2, seconds: 1 }] },
        ],
      },
      {},
      'NEW has no round with a run of every size that both have',
    ],
    ['a negative threshold', base, { regressionThreshold: -1 }, 'the regression threshold is -1'],
  ] as const)('refuses %s', (_, next, options, message) => {
    expect(() => compareTimings(base, next, options)).toThrow(message);
  });
});
