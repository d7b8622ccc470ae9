/** The files that a report is made of, and what more than one of its parts reads out of them. */
import type { AnyMemoryRecord } from '../figures/memory.js';
import type { AnyRecord } from '../figures/series.js';

export interface Sources {
  readonly benchmark: AnyRecord;
  /** Undefined if there is no memory profile. */
  readonly memory: AnyMemoryRecord | undefined;
  /** Another engine's record of the same sweep, or undefined. */
  readonly beside: AnyRecord | undefined;
}

/** The first and the last of results by size; throws an Error where there is none. */
export const endsOf = <Value>(values: readonly Value[]): readonly [first: Value, last: Value] => {
  const [first, last] = [values.at(0), values.at(-1)];
  if (first === undefined || last === undefined)
    throw new Error('the result file has no finished run; must have at least one');
  return [first, last];
};
