/**
 * Stretches of time that can be treated as independent of each other.
 *
 * Disturbances of a timing (another program on the machine, a lower clock) come in phases of seconds. Timings of one
 * phase are slow together, so they are one piece of evidence and not many. So everything in this folder that resamples,
 * permutes or counts evidence works with whole stretches: consecutive runs or rounds that together lasted at least
 * `STRETCH_SECONDS`. (Resampling of blocks instead of single values: Carlstein, Annals of Statistics 14, 1986; Kuensch,
 * Annals of Statistics 17, 1989.)
 */

/**
 * The minimum length of a stretch. Phases recorded while other programs of this project ran lasted 3 to 11 s
 * (testdata). With stretches of 1, 2, 4 and 8 s, five a side, simulated sweeps of equal code with phases of 1 to 5 s at
 * factors up to 1.5 were called different in 21%, 8%, 4% and 1% of the cases.
 */
export const STRETCH_SECONDS = 4;

/**
 * Cuts consecutive items into stretches. A remainder that is too short joins the last one. At least one, if there are
 * items.
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
