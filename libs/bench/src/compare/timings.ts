/** The input of a comparison: timings of the same sizes of one task, run by run, from two sweeps. */

export interface TimedRun {
  /** From 1. Runs of one round were close in time if the order was round-robin. */
  readonly round: number;
  readonly seconds: number;
}

export interface TimedSize {
  readonly size: number;
  readonly runs: readonly TimedRun[];
}

/** One sweep. */
export interface Timings {
  /** Either round k of every size before round k + 1 of any, or all runs of a size before the next size. */
  readonly order: 'round-robin' | 'sequential';
  readonly sizes: readonly TimedSize[];
}

/** A size that both sweeps have. */
export interface SizePair {
  readonly size: number;
  readonly base: readonly TimedRun[];
  readonly next: readonly TimedRun[];
}

/** The sizes that both sweeps have, ascending. */
export function commonSizes(base: Timings, next: Timings): readonly SizePair[] {
  return base.sizes
    .flatMap(({ size, runs }) => {
      const other = next.sizes.find((candidate) => candidate.size === size);
      return other === undefined ? [] : [{ size, base: runs, next: other.runs }];
    })
    .sort((a, b) => a.size - b.size);
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
