/**
 * How two sweeps are cut into independent observations, and the evidence from them: the three ways listed in
 * compare.ts.
 */
import { DEMAND_OF_ROUNDS, DEMAND_OF_SIZES, evidenceByPairs, hodgesLehmann, mean } from './by-pairs.js';
import { evidenceByRounds, ROUNDS_NEEDED } from './by-rounds.js';
import { evidenceOfSize } from './by-size.js';
import { median } from '../median.js';
import { fastHalfDifference, pool } from './pool.js';
import { intoStretches, STRETCH_SECONDS } from './stretches.js';
import type { SizePair, TimedRun, Timings } from './timings.js';
import type { Statistics } from './verdict.js';

/** The unit of observation. */
export type ObservedBy = 'rounds' | 'pairs of rounds' | 'sizes';

export interface Observations {
  readonly observedBy: ObservedBy;
  /** The counts for BASE and for NEW. */
  readonly counts: readonly [number, number];
  /** Runs a size that would be enough for a verdict; null if more runs in the same order do not help. */
  readonly runsNeeded: number | null;
  readonly ofAll: () => Statistics;
  readonly ofSize: (pair: SizePair) => Statistics;
}

export interface ObserveOptions {
  readonly paired: boolean;
  readonly seed: number;
  /** Of single runs, in logarithms; null if nothing was repeated. */
  readonly spread: number | null;
}

type Side = 'base' | 'next';

/** The time from a run of some size to the next run of that size: a whole round, or just the run. */
function pace({ order, sizes }: Timings): (run: TimedRun) => number {
  if (order === 'sequential') return ({ seconds }) => seconds;
  const byRound = new Map<number, number>();
  for (const { round, seconds } of sizes.flatMap(({ runs }) => runs))
    byRound.set(round, (byRound.get(round) ?? 0) + seconds);
  return ({ round }) => byRound.get(round) ?? 0;
}

const inOrder = (runs: readonly TimedRun[]): readonly TimedRun[] => [...runs].sort((a, b) => a.round - b.round);

/** The runs of the first size in the rounds that have a run of every size. The last round of a killed sweep may not. */
function completeRounds(pairs: readonly SizePair[], side: Side): readonly TimedRun[] {
  const hasRound = (round: number) => (pair: SizePair) => pair[side].some((run) => run.round === round);
  return inOrder(pairs[0][side]).filter(({ round }) => pairs.every(hasRound(round)));
}

const secondsIn = (runs: readonly TimedRun[], round: number): readonly number[] =>
  runs.filter((run) => run.round === round).map(({ seconds }) => seconds);

/** How many runs a size this many stretches take, judging by the present ones. */
const runsFor = (stretchCount: number, rounds: readonly TimedRun[], paceOf: (run: TimedRun) => number): number =>
  stretchCount * Math.max(1, Math.ceil(STRETCH_SECONDS / median(rounds.map(paceOf))));

/** Rounds of one sweep against rounds of the other. */
function byRounds(
  base: Timings,
  next: Timings,
  pairs: readonly SizePair[],
  { spread, seed }: ObserveOptions,
): Observations {
  const sides = [
    { side: 'base', paceOf: pace(base), rounds: completeRounds(pairs, 'base') },
    { side: 'next', paceOf: pace(next), rounds: completeRounds(pairs, 'next') },
  ] as const;
  const stretches = sides.flatMap(({ side, paceOf, rounds }) =>
    intoStretches(rounds, paceOf).map((stretch) => ({ side, stretch })),
  );
  const empty = sides.find(({ rounds }) => rounds.length === 0);
  if (empty !== undefined)
    throw new Error(`${empty.side === 'base' ? 'BASE' : 'NEW'} has no round with a run of every size that both have`);
  const countOf = (wanted: Side): number => stretches.filter(({ side }) => side === wanted).length;
  const counts: readonly [number, number] = [countOf('base'), countOf('next')];
  const poolOf = (pair: SizePair) =>
    pool(
      stretches.flatMap(({ side, stretch }, index) =>
        stretch.flatMap(({ round }) => secondsIn(pair[side], round).map((seconds) => ({ seconds, stretch: index }))),
      ),
    );
  const sizeStretches = (runs: readonly TimedRun[], paceOf: (run: TimedRun) => number) =>
    intoStretches(inOrder(runs), paceOf).map((stretch) => stretch.map(({ seconds }) => seconds));
  return {
    observedBy: 'rounds',
    counts,
    runsNeeded:
      Math.min(...counts) >= ROUNDS_NEEDED
        ? null
        : Math.max(...sides.map(({ rounds, paceOf }) => runsFor(ROUNDS_NEEDED, rounds, paceOf))),
    ofAll: () => evidenceByRounds(pairs.map(poolOf), counts, spread, seed),
    ofSize: (pair) =>
      evidenceOfSize(
        sizeStretches(pair.base, sides[0].paceOf),
        sizeStretches(pair.next, sides[1].paceOf),
        spread,
        seed,
      ),
  };
}

/** Round k of one sweep with round k of the other. */
function byRoundPairs(
  base: Timings,
  next: Timings,
  pairs: readonly SizePair[],
  { seed }: ObserveOptions,
): Observations {
  const { pairsNeeded } = DEMAND_OF_ROUNDS;
  const nextRounds = new Set(completeRounds(pairs, 'next').map(({ round }) => round));
  const rounds = completeRounds(pairs, 'base').filter(({ round }) => nextRounds.has(round));
  if (rounds.length === 0) throw new Error('BASE and NEW share no round, so that none can be paired');
  const [basePace, nextPace] = [pace(base), pace(next)];
  // The shorter half of a pair determines its pace.
  const paceOf = (run: TimedRun): number => Math.min(basePace(run), nextPace(run));
  const stretches = intoStretches(rounds, paceOf);
  const logRatio = (pair: SizePair, round: number): number =>
    Math.log(secondsIn(pair.next, round)[0] / secondsIn(pair.base, round)[0]);
  const ratiosOf = (some: readonly SizePair[]): readonly (readonly number[])[] =>
    stretches.map((stretch) => stretch.map(({ round }) => mean(some.map((pair) => logRatio(pair, round)))));
  return {
    observedBy: 'pairs of rounds',
    counts: [stretches.length, stretches.length],
    runsNeeded: stretches.length >= pairsNeeded ? null : runsFor(pairsNeeded, rounds, paceOf),
    ofAll: () => evidenceByPairs(ratiosOf(pairs), hodgesLehmann, DEMAND_OF_ROUNDS, seed),
    ofSize: (pair) => evidenceByPairs(ratiosOf([pair]), hodgesLehmann, DEMAND_OF_ROUNDS, seed),
  };
}

/** Each size of one sweep with the same size of the other. */
function bySizes(
  base: Timings,
  next: Timings,
  pairs: readonly SizePair[],
  { spread, seed }: ObserveOptions,
): Observations {
  const total = (runs: readonly TimedRun[]): number => runs.reduce((sum, { seconds }) => sum + seconds, 0);
  const stretches = intoStretches(pairs, (pair) => Math.min(total(pair.base), total(pair.next)));
  const choice = { times: Uint16Array.of(1, 1), sides: Uint8Array.of(0, 1) };
  const fromSide = (runs: readonly TimedRun[], stretch: number) => runs.map(({ seconds }) => ({ seconds, stretch }));
  const logRatio = ({ base: before, next: after }: SizePair): number =>
    fastHalfDifference(pool([...fromSide(before, 0), ...fromSide(after, 1)]), choice);
  const ratios = stretches.map((stretch) => stretch.map(logRatio));
  const paces = { base: pace(base), next: pace(next) };
  const sizeStretches = (pair: SizePair, side: Side) =>
    intoStretches(inOrder(pair[side]), paces[side]).map((stretch) => stretch.map(({ seconds }) => seconds));
  return {
    observedBy: 'sizes',
    counts: [stretches.length, stretches.length],
    runsNeeded: null,
    ofAll: () => evidenceByPairs(ratios, mean, DEMAND_OF_SIZES, seed),
    ofSize: (pair) => evidenceOfSize(sizeStretches(pair, 'base'), sizeStretches(pair, 'next'), spread, seed),
  };
}

/**
 * Chooses the way, and cuts.
 * @throws Error if `paired` is set for sweeps that are not both round-robin, or share no round
 */
export function observe(
  base: Timings,
  next: Timings,
  pairs: readonly SizePair[],
  options: ObserveOptions,
): Observations {
  const areRoundRobin = base.order === 'round-robin' && next.order === 'round-robin';
  if (options.paired) {
    if (!areRoundRobin)
      throw new Error('only round-robin sweeps can be paired round by round; BASE or NEW is sequential');
    return byRoundPairs(base, next, pairs, options);
  }
  return areRoundRobin || pairs.length === 1
    ? byRounds(base, next, pairs, options)
    : bySizes(base, next, pairs, options);
}
