import { describe, expect, it } from 'vitest';
import { compareOverall, compareTimings } from './compare.js';
import type { Timings } from './timings.js';

/** Times by size and run. Rounds are numbered from 1. */
const timings = (order: Timings['order'], sizes: Readonly<Record<number, readonly number[]>>): Timings => ({
  order,
  sizes: Object.entries(sizes).map(([size, seconds]) => ({
    size: Number(size),
    runs: seconds.map((time, i) => ({ round: i + 1, seconds: time })),
  })),
});

const base = timings('round-robin', { 1000: [2, 2.02, 2.01, 2.03, 1.99], 2000: [4, 4.04, 4.02, 4.06, 3.98] });
const scaled = ({ order, sizes }: Timings, ratio: number): Timings => ({
  order,
  sizes: sizes.map(({ size, runs }) => ({
    size,
    runs: runs.map(({ round, seconds }) => ({ round, seconds: seconds * ratio })),
  })),
});

describe('compareTimings', () => {
  it('gives each size its medians, ratio, exact p and verdict', () => {
    const { sizes, overall, observedBy, observations, runsNeeded } = compareTimings(base, scaled(base, 1.3));
    expect(sizes).toHaveLength(2);
    expect(sizes[0]).toMatchObject({
      size: 1000,
      baseRuns: 5,
      newRuns: 5,
      baseMedianSeconds: 2.01,
      verdict: 'slower',
      isRegression: true,
    });
    expect(sizes[0].newMedianSeconds).toBeCloseTo(2.613, 12);
    expect(sizes[0].ratio).toBeCloseTo(1.3, 12);
    // Five against five that do not overlap.
    expect(sizes[0].p).toBeCloseTo(2 / 252, 14);
    expect(sizes[0].smallestP).toBeCloseTo(2 / 252, 14);
    // Resamples of five reach from the smallest to the largest median that has 2.5% of them beyond it, which is the
    // range of the values.
    expect(sizes[0].interval?.lower).toBeGreaterThan((1.3 * 1.99) / 2.03);
    expect(sizes[0].interval?.upper).toBeLessThan((1.3 * 2.03) / 1.99);
    expect(overall.ratio).toBeCloseTo(1.3, 12);
    expect(overall.verdict).toBe('slower');
    expect({ observedBy, observations, runsNeeded }).toEqual({
      observedBy: 'rounds',
      observations: [5, 5],
      runsNeeded: null,
    });
  });

  it('takes the geometric mean over sizes', () => {
    const mixed = timings('round-robin', { 1000: [3, 3, 3, 3, 3], 2000: [8, 8, 8, 8, 8] });
    const even = timings('round-robin', { 1000: [2, 2, 2, 2, 2], 2000: [4, 4, 4, 4, 4] });
    expect(compareOverall(even, mixed).ratio).toBeCloseTo(Math.sqrt(1.5 * 2), 12);
  });

  it('turns round with its arguments', () => {
    const [there, back] = [compareOverall(base, scaled(base, 1.3)), compareOverall(scaled(base, 1.3), base)];
    expect(back.verdict).toBe('faster');
    expect(there.ratio * back.ratio).toBeCloseTo(1, 12);
    expect(there.p).toBe(back.p);
  });

  it('says "no change" of equal sweeps, to the same bits each time', () => {
    const comparison = compareTimings(base, base);
    expect(comparison.overall).toMatchObject({ ratio: 1, p: 1, verdict: 'no change', isRegression: false });
    expect(compareTimings(base, base)).toEqual(comparison);
  });

  it('counts rounds of less than four seconds together, and says how many runs it takes', () => {
    // Rounds of 1.2 s: ten of them, four a stretch, make two stretches; four stretches take sixteen rounds.
    const short = timings('round-robin', { 1000: Array<number>(10).fill(0.4), 2000: Array<number>(10).fill(0.8) });
    const { overall, observations, runsNeeded, sizes } = compareTimings(short, scaled(short, 1.1));
    expect({ verdict: overall.verdict, observations, runsNeeded }).toEqual({
      verdict: 'not enough runs',
      observations: [2, 2],
      runsNeeded: 16,
    });
    expect(sizes.map(({ verdict }) => verdict)).toEqual(['not enough runs', 'not enough runs']);
  });

  it('never says "no change" of three rounds', () => {
    const three = timings('round-robin', { 1000: [5, 5, 5], 2000: [9, 9, 9] });
    const { overall, runsNeeded } = compareTimings(three, three);
    expect(overall.verdict).toBe('not enough runs');
    expect(overall.smallestP).toBeCloseTo(0.1, 14);
    expect(runsNeeded).toBe(4);
    // Three against twenty could reach p = 0.001, and still are too few.
    const twenty = timings('round-robin', { 1000: Array<number>(20).fill(7), 2000: Array<number>(20).fill(12) });
    expect(compareOverall(three, twenty).verdict).toBe('not enough runs');
  });

  it('calls a twentyfold slow-down one, however few and short the runs', () => {
    const short = timings('round-robin', { 1000: [0.01, 0.012, 0.011], 2000: [0.02, 0.022, 0.021] });
    expect(compareTimings(short, scaled(short, 20))).toMatchObject({
      isRegression: true,
      overall: { verdict: 'slower' },
    });
    const oneSize = { ...short, sizes: [scaled(short, 20).sizes[0], short.sizes[1]] };
    expect(compareTimings(short, oneSize)).toMatchObject({
      isRegression: true,
      overall: { verdict: 'not enough runs' },
    });
  });

  it('leaves out rounds that a killed sweep did not finish', () => {
    const killed: Timings = {
      ...base,
      sizes: [base.sizes[0], { ...base.sizes[1], runs: base.sizes[1].runs.slice(0, 4) }],
    };
    const { observations, sizes } = compareTimings(killed, base);
    expect(observations).toEqual([4, 5]);
    expect(sizes.map(({ baseRuns }) => baseRuns)).toEqual([5, 4]);
  });

  it('lists the sizes without a counterpart', () => {
    const other = timings('round-robin', { 2000: [4, 4, 4, 4, 4], 3000: [6, 6, 6, 6, 6] });
    const { onlyInBase, onlyInNew, sizes } = compareTimings(base, other);
    expect({ onlyInBase, onlyInNew, sizes: sizes.map(({ size }) => size) }).toEqual({
      onlyInBase: [1000],
      onlyInNew: [3000],
      sizes: [2000],
    });
  });

  it('takes the sizes of sequential sweeps for its observations, since the runs of a size are neighbours', () => {
    const ten = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [1000 * (i + 1), Array<number>(5).fill(i + 1)]),
    );
    const sequential = timings('sequential', ten);
    const { observedBy, observations, overall, sizes } = compareTimings(sequential, scaled(sequential, 1.1));
    expect({ observedBy, observations }).toEqual({ observedBy: 'sizes', observations: [10, 10] });
    // Ten of ten signs agree.
    expect(overall.p).toBe(2 / 2 ** 10);
    expect(overall.verdict).toBe('slower');
    // Five runs of 1 s are one stretch; five of 5 s are five.
    expect(sizes[0]).toMatchObject({ interval: null, verdict: 'not enough runs' });
    expect(sizes[4].smallestP).toBeCloseTo(2 / 252, 14);
    expect(compareTimings(base, { ...base, order: 'sequential' }).observedBy).toBe('sizes');
  });

  it('pairs the rounds of interleaved sweeps, where drift that both share falls out', () => {
    const drift = [1, 1.5, 1.2, 1.45, 1, 1.1, 1.3, 1];
    const [before, after] = [1, 1.08].map((ratio) =>
      timings('round-robin', {
        1000: drift.map((factor) => 2 * factor * ratio),
        2000: drift.map((factor) => 4 * factor * ratio),
      }),
    );
    const { observedBy, overall, sizes } = compareTimings(before, after, { paired: true });
    expect(observedBy).toBe('pairs of rounds');
    expect(overall).toMatchObject({ p: 2 / 2 ** 8, verdict: 'slower' });
    expect(overall.ratio).toBeCloseTo(1.08, 12);
    expect(sizes[1].verdict).toBe('slower');
    expect(compareOverall(before, after).verdict).toBe('within noise');
    const six = compareTimings(scaled(base, 1), scaled(base, 1.3), { paired: true });
    expect(six).toMatchObject({ runsNeeded: 7, overall: { verdict: 'not enough runs' } });
  });

  it.each([
    ['no timings', { order: 'round-robin', sizes: [] }, {}, 'NEW has no timings'],
    [
      'a time of zero',
      timings('round-robin', { 1000: [1, 0] }),
      {},
      'NEW, size 1000, run 2: the time is 0 s; it must be a positive finite number',
    ],
    ['no runs', timings('round-robin', { 1000: [] }), {}, 'NEW, size 1000: there are no runs'],
    ['a size twice', { order: 'round-robin', sizes: [base.sizes[0], base.sizes[0]] }, {}, 'NEW has size 1000 twice'],
    [
      'a run twice',
      { order: 'round-robin', sizes: [{ size: 1000, runs: [base.sizes[0].runs[0], base.sizes[0].runs[0]] }] },
      {},
      'NEW, size 1000: run 1 is there twice',
    ],
    [
      'other sizes',
      timings('round-robin', { 7: [1] }),
      {},
      'BASE and NEW have no size in common: 1000, 2000 against 7',
    ],
    [
      'pairs of a sequential sweep',
      { ...base, order: 'sequential' },
      { paired: true },
      'only round-robin sweeps can be paired round by round',
    ],
    [
      'pairs of other rounds',
      {
        ...base,
        sizes: base.sizes.map(({ size, runs }) => ({
          size,
          runs: runs.map(({ round, seconds }) => ({ round: round + 9, seconds })),
        })),
      },
      { paired: true },
      'BASE and NEW share no round',
    ],
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
