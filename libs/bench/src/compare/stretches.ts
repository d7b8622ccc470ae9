/**
 * Stretches of time that can be taken as independent of each other.
 *
 * What disturbs a timing (a neighbour on the machine, a lower clock) comes in phases of seconds. Timings of one phase
 * are slow together, so they are one piece of evidence and not many. Everything in this folder that resamples, permutes
 * or counts evidence therefore does so with whole stretches: consecutive runs or rounds that lasted at least
 * `STRETCH_SECONDS` together. (Resampling of blocks in place of single values: Carlstein, Annals of Statistics 14,
 * 1986; Kuensch, Annals of Statistics 17, 1989.)
 */

/**
 * The least length of a stretch. Phases recorded beside this project's other work lasted 3 to 11 s (testdata). With
 * stretches of 1, 2, 4 and 8 s, five a side, simulated sweeps of equal code with phases of 1 to 5 s at factors up to
 * 1.5 were called different in 21%, 8%, 4% and 1% of the cases.
 */
export const STRETCH_SECONDS = 4;

/**
 * Cuts consecutive items into stretches; a rest that is too short joins the last one. At least one if there are items.
 */
export function intoStretches<Item>(
  items: readonly Item[],
  secondsOf: (item: Item) => number,
): readonly (readonly Item[])[] {
  const stretches: Item[][] = [];
  let open: Item[] = [];
  let seconds = 0;
  for (const item of items) {
    open.push(item);
    seconds += secondsOf(item);
    if (seconds >= STRETCH_SECONDS) {
      stretches.push(open);
      open = [];
      seconds = 0;
    }
  }
  const last = stretches.at(-1);
  if (last !== undefined) last.push(...open);
  else if (open.length > 0) stretches.push(open);
  return stretches;
}
