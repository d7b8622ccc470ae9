/** What is compared: timings of the same sizes of one task, run by run, from two sweeps. */

export interface TimedRun {
  /** From 1. */
  readonly round: number;
  readonly seconds: number;
}

export interface TimedSize {
  readonly size: number;
  readonly runs: readonly TimedRun[];
}

/** One sweep. */
export interface Timings {
  /** Whether the runs were made one at a time, round k of every size before round k + 1 of any. */
  readonly isRoundRobin: boolean;
  readonly sizes: readonly TimedSize[];
}

/** The seconds of one size in both sweeps, round by round. */
export interface BothTimes {
  readonly base: readonly number[];
  readonly next: readonly number[];
}

const sizesOf = ({ sizes }: Timings): readonly number[] => sizes.map(({ size }) => size);

/** The sizes of one sweep that another has not. */
export const missingFrom = (timings: Timings, other: Timings): readonly number[] =>
  sizesOf(timings).filter((size) => !sizesOf(other).includes(size));

/**
 * The sizes that both sweeps have, ascending.
 * @throws Error if there is none
 */
export function commonSizes(base: Timings, next: Timings): readonly number[] {
  const common = sizesOf(base).filter((size) => sizesOf(next).includes(size));
  if (common.length === 0) {
    const [inBase, inNext] = [base, next].map((timings) => sizesOf(timings).join(', '));
    throw new Error(`BASE and NEW have no size in common: ${inBase} against ${inNext}`);
  }
  return common.sort((a, b) => a - b);
}

/** @throws Error that names the size if it has no runs, a run twice, or a time that is not a positive finite number */
export function checkTimings({ sizes }: Timings, name: string): void {
  if (sizes.length === 0) throw new Error(`${name} has no timings`);
  const seen = new Set<number>();
  for (const { size, runs } of sizes) {
    if (seen.has(size)) throw new Error(`${name} has size ${size} twice`);
    seen.add(size);
    if (runs.length === 0) throw new Error(`${name}, size ${size}: there are no runs`);
    const rounds = new Set<number>();
    for (const { round, seconds } of runs) {
      if (!(seconds > 0 && seconds < Infinity)) {
        throw new Error(
          `${name}, size ${size}, run ${round}: the time is ${seconds} s; it must be a positive finite number`,
        );
      }
      if (rounds.has(round)) throw new Error(`${name}, size ${size}: run ${round} is there twice`);
      rounds.add(round);
    }
  }
}
