/** From the runs of a sweep to its rounds. */
import type { Timings } from './timings.js';

export interface Rounds {
  /** How long each round lasted: with the sizes that only this sweep has. */
  readonly lasted: readonly number[];
  /** The seconds of each size that is compared, round by round. */
  readonly seconds: readonly (readonly number[])[];
}

/** The rounds that have a run of every one of `sizes`, in order; the last round of a killed sweep may not. */
export function completeRounds(timings: Timings, sizes: readonly number[]): Rounds {
  const rounds = new Map<number, Map<number, number>>();
  for (const { size, runs } of timings.sizes) {
    for (const { round, seconds } of runs) {
      const bySize = rounds.get(round) ?? new Map<number, number>();
      rounds.set(round, bySize.set(size, seconds));
    }
  }
  const complete = [...rounds]
    .filter(([, bySize]) => sizes.every((size) => bySize.has(size)))
    .sort(([a], [b]) => a - b)
    .map(([, bySize]) => bySize);
  return {
    lasted: complete.map((bySize) => [...bySize.values()].reduce((sum, seconds) => sum + seconds, 0)),
    seconds: sizes.map((size) => complete.flatMap((bySize) => bySize.get(size) ?? [])),
  };
}
