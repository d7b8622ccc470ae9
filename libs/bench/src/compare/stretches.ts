/**
 * Stretches of time that can be taken as independent of each other.
 *
 * What disturbs a timing (a neighbour on the machine, a lower clock) comes in phases of seconds. Timings of one phase
 * are slow together, so they are one piece of evidence and not many. Everything in this folder that resamples, permutes
 * or counts evidence therefore does so with whole stretches: consecutive rounds that lasted at least `STRETCH_SECONDS`
 * together. (Resampling of blocks in place of single values: Carlstein, Annals of Statistics 14, 1986; Kuensch, Annals
 * of Statistics 17, 1989.)
 */
import { median } from '../quantile.js';

/**
 * The least length of a stretch. Phases recorded beside this project's other work lasted 3 to 11 s (testdata). With
 * stretches of 1, 2, 4 and 8 s, five a side, simulated sweeps of equal code with phases of 1 to 5 s at factors up to
 * 1.5 were called different in 21%, 8%, 4% and 1% of the cases.
 */
const STRETCH_SECONDS = 4;

/**
 * In which stretch, from 0, each of consecutive rounds lies, given how long each lasted. A rest that is too short joins
 * the last stretch.
 */
export function stretchOfEach(seconds: readonly number[]): readonly number[] {
  let stretch = 0;
  let length = 0;
  const stretches = seconds.map((lasted) => {
    const own = stretch;
    length += lasted;
    if (length >= STRETCH_SECONDS) {
      stretch++;
      length = 0;
    }
    return own;
  });
  const last = Math.max(0, stretch - 1);
  return stretches.map((own) => Math.min(own, last));
}

/** How many stretches there are, given the one of each round. */
export const countOf = (stretches: readonly number[]): number => (stretches.at(-1) ?? -1) + 1;

/** How many rounds take so many stretches, going by how long some rounds lasted. */
export const roundsFor = (stretchCount: number, lasted: readonly number[]): number =>
  stretchCount * Math.max(1, Math.ceil(STRETCH_SECONDS / median(lasted)));
