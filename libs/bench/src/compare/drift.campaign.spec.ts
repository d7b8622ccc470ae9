// The overall verdict on sweeps of known ratio, made up (drift.ts) and recorded.
import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { compareTimings } from './compare.js';
import { randomness, simulateSweep, type SweepDesign, type Weather } from './testing/drift.js';
import type { Timings } from './timings.js';
import type { ComparisonVerdict } from '@fived/records';

const isShort = inject('campaign') === 'short';
const isFull = inject('campaign') === 'full';

const tenSizes = Array.from({ length: 10 }, (_, i) => 1000 * (i + 1));

/** Phases of seconds, up to half as slow again; one run in thirty stalls for 1.5 to 4 times its length. */
const weathers: Readonly<Record<string, Weather>> = {
  'now and then a slow phase': {
    phaseSeconds: [2, 8],
    disturbed: 0.15,
    factor: [1.3, 1.5],
    outliers: 1 / 30,
    jitter: 0.01,
  },
  'half of the time slow': { phaseSeconds: [2, 8], disturbed: 0.5, factor: [1, 1.5], outliers: 1 / 30, jitter: 0.01 },
  'never twice the same': { phaseSeconds: [1, 5], disturbed: 1, factor: [1, 1.5], outliers: 1 / 30, jitter: 0.01 },
};

const ratios = [1, 1.05, 0.95, 1.3, 0.77];

/** Whether a verdict says what is not so. "Within noise" and "not enough runs" say nothing. */
const isWrong = (verdict: ComparisonVerdict, ratio: number): boolean =>
  (verdict === 'slower' && ratio <= 1) ||
  (verdict === 'faster' && ratio >= 1) ||
  (verdict === 'no change' && ratio !== 1);

const found = (verdict: ComparisonVerdict, ratio: number): boolean => verdict === (ratio > 1 ? 'slower' : 'faster');

const verdictOf = (base: Timings, next: Timings): ComparisonVerdict => compareTimings(base, next).overall.verdict;

function simulatedVerdict(design: SweepDesign, ratio: number, weather: Weather, seed: number): ComparisonVerdict {
  const random = randomness(seed);
  return verdictOf(simulateSweep(design, 1, weather, random), simulateSweep(design, ratio, weather, random));
}

interface Tally {
  readonly comparisons: number;
  readonly wrong: number;
  /** Of equal code, those called slower or faster. */
  readonly falseAlarms: number;
  /** Of the ratios 1.3 and 0.77, the share that was called by its name. */
  readonly power: number;
}

function tally(design: SweepDesign, repeats: number, { inWorstAlone }: { readonly inWorstAlone: boolean }): Tally {
  const tried = [...Object.values(weathers).entries()].filter(([, { disturbed }]) => !inWorstAlone || disturbed === 1);
  const outcomes = tried.flatMap(([w, weather]) =>
    ratios.flatMap((ratio, r) =>
      Array.from({ length: repeats }, (_, i) => ({
        ratio,
        verdict: simulatedVerdict(design, ratio, weather, 1_000_000 * w + 1000 * r + i),
      })),
    ),
  );
  const large = outcomes.filter(({ ratio }) => ratio === 1.3 || ratio === 0.77);
  const wrong = outcomes.filter(({ ratio, verdict }) => isWrong(verdict, ratio));
  return {
    comparisons: outcomes.length,
    wrong: wrong.length,
    falseAlarms: wrong.filter(({ ratio }) => ratio === 1).length,
    power: large.filter(({ ratio, verdict }) => found(verdict, ratio)).length / large.length,
  };
}

describe('the overall verdict on a machine that drifts', () => {
  // A round of ten sizes takes 7.7 s without drift.
  const roundRobin: SweepDesign = { sizes: tenSizes, rounds: 5, secondsPerUnit: 1.4e-4 };

  const eightRounds: SweepDesign = { ...roundRobin, rounds: 8 };
  // `few` and `many` are repeats in the short form and in the others. With fewer than four none may be wrong.
  // Eight rounds take long: few are compared in the worst weather alone.
  it.each([
    { what: '5 rounds of 10 sizes', few: 1, many: 14, leastPower: 0.9, design: roundRobin },
    { what: '8 rounds of 10 sizes', few: 1, many: 3, leastPower: 0.95, design: eightRounds },
    {
      what: '5 rounds of 3 sizes',
      few: 2,
      many: 12,
      leastPower: 0.8,
      design: { ...roundRobin, sizes: [1000, 5000, 9000], secondsPerUnit: 6e-4 },
    },
    {
      what: '10 rounds of one size',
      few: 1,
      many: 8,
      leastPower: 0.9,
      design: { ...roundRobin, sizes: [10_000], rounds: 10, secondsPerUnit: 6e-4 },
    },
  ] as const)(
    'takes no equal code for another, is seldom wrong and finds 30%: $what',
    ({ few, many, leastPower, design }) => {
      const { comparisons, wrong, falseAlarms, power } = tally(design, isShort ? few : many, {
        inWorstAlone: isShort && design === eightRounds,
      });
      expect(falseAlarms).toBe(0);
      expect(wrong).toBeLessThanOrEqual(comparisons / 60);
      expect(power).toBeGreaterThanOrEqual(leastPower);
    },
  );

  it.each([
    ['3 rounds of 10 sizes', { ...roundRobin, rounds: 3 }],
    ['5 rounds that are over in a second', { ...roundRobin, secondsPerUnit: 4e-6 }],
  ] as const)('is always "not enough runs" for %s', (_, design) => {
    for (const [w, weather] of Object.values(weathers).entries()) {
      for (const ratio of ratios) expect(simulatedVerdict(design, ratio, weather, w)).toBe('not enough runs');
    }
  });
});

describe('the overall verdict on recorded times', () => {
  const recorded = JSON.parse(readFileSync(new URL('../../testdata/recorded-sweep.json', import.meta.url), 'utf8')) as {
    readonly rounds: readonly (readonly number[])[];
  };
  /** Five rounds of the recording from `first` on, every time multiplied. */
  const sweep = (first: number, ratio: number): Timings => ({
    isRoundRobin: true,
    sizes: tenSizes.map((size, column) => ({
      size,
      runs: recorded.rounds
        .slice(first, first + 5)
        .map((times, i) => ({ round: i + 1, seconds: times[column] * ratio })),
    })),
  });
  /** First rounds: every fifth, or in the full form all. Pairs of sweeps have no round in common. */
  const firsts = Array.from({ length: 26 }, (_, first) => first).filter((first) => isFull || first % 5 === 0);
  const allPairs = firsts.flatMap((base) =>
    firsts.filter((next) => Math.abs(next - base) >= 5).map((next) => [base, next] as const),
  );
  /** In the short form a few, from all over the recording. */
  const pairs = isShort ? allPairs.filter((_, index) => index % 11 === 0) : allPairs;

  it.each([
    [1, ['no change', 'within noise']],
    [1.05, ['slower', 'within noise']],
    [0.95, ['faster', 'within noise']],
    [1.3, ['slower']],
    [0.77, ['faster']],
  ])(`is right in all ${pairs.length} cases at ratio %d`, (ratio, right) => {
    for (const [base, next] of pairs) expect(right).toContain(verdictOf(sweep(base, 1), sweep(next, ratio)));
  });
});
