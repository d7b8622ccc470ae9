/** The files from which a report is made, and what several of its sections read from them. */
import {
  isOwnMemoryRecord,
  isOwnRecord,
  type BaseSizeResult,
  type BenchmarkRecord,
  type MemoryRecord,
  type SizeResult,
} from '@fived/records';
import type { AnyMemoryRecord } from '../figures/memory-by-phase.js';
import type { AnyRecord } from '../figures/series.js';

export interface Sources {
  readonly benchmark: AnyRecord;
  /** Undefined if there is no memory profile. */
  readonly memory: AnyMemoryRecord | undefined;
  /** Another engine's record of the same sweep, or undefined. */
  readonly beside: AnyRecord | undefined;
}

export type AnySizeResult = BaseSizeResult | SizeResult;

/** By ascending dataset size. */
export const resultsBySize = ({ results }: AnyRecord): readonly AnySizeResult[] =>
  [...results].sort((a, b) => a.dataset_size - b.dataset_size);

/** Our own form, or undefined for the published project's. */
export const ownBenchmark = ({ benchmark }: Sources): BenchmarkRecord | undefined =>
  isOwnRecord(benchmark) ? benchmark : undefined;

export const ownMemory = ({ memory }: Sources): MemoryRecord | undefined =>
  memory !== undefined && isOwnMemoryRecord(memory) ? memory : undefined;

/** The first and the last result by size. Throws an Error if there is none. */
export const endsOf = <Value>(values: readonly Value[]): readonly [first: Value, last: Value] => {
  const [first, last] = [values.at(0), values.at(-1)];
  if (first === undefined || last === undefined)
    throw new Error('the result file has no finished run; must have at least one');
  return [first, last];
};
