/**
 * Whether repeated work leaves something behind.
 *
 * After a warm-up (code is compiled, caches are filled) the work is done many more times. After a collection, the
 * program may then hold less than 1 MB more than after the warm-up, in all, however often the work was done.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectGarbage, keepBytecode } from '../memory/collect.js';
import { type HeldMemory, watchHeldMemory } from './held-memory.js';

const MOST_LEFT_BYTES = 1_000_000;

export interface LeakOptions {
  /** Counted runs of the work, at least 1. */
  readonly runs: number;
  /** Runs before the counted ones. */
  readonly warmUpRuns: number;
}

export interface LeakCheck {
  readonly passed: boolean;
  /** The result in one line. */
  readonly message: string;
  readonly runs: number;
  /** Bytes held after the last run minus bytes held after the warm-up. */
  readonly left: HeldMemory;
}

/**
 * Does the work warmUpRuns + runs times, and passes it the number of the run, from 1. Call it once in a process, before
 * any work is done: it watches only WebAssembly memories that are created from then on.
 * @throws RangeError for runs that make no sense; whatever the work throws
 */
export async function checkLeak(work: (run: number) => unknown, { runs, warmUpRuns }: LeakOptions): Promise<LeakCheck> {
  if (!Number.isSafeInteger(runs) || runs < 1)
    throw new RangeError(`runs must be a whole number of at least 1; got ${runs}.`);
  if (!Number.isSafeInteger(warmUpRuns) || warmUpRuns < 0) {
    throw new RangeError(`warmUpRuns must be a whole number of at least 0; got ${warmUpRuns}.`);
  }
  keepBytecode();
  const readHeldMemory = watchHeldMemory();
  const workUpTo = async (first: number, last: number): Promise<HeldMemory> => {
    for (let run = first; run <= last; run++) {
      await work(run);
      await nextTurn(); // or weak references would hold their memories until all runs are over
    }
    await collectGarbage();
    return readHeldMemory();
  };
  const before = await workUpTo(1, warmUpRuns);
  const after = await workUpTo(warmUpRuns + 1, warmUpRuns + runs);

  const left: HeldMemory = {
    heapBytes: after.heapBytes - before.heapBytes,
    externalBytes: after.externalBytes - before.externalBytes,
    webAssemblyBytes: after.webAssemblyBytes - before.webAssemblyBytes,
  };
  const passed = left.heapBytes + left.externalBytes + left.webAssemblyBytes < MOST_LEFT_BYTES;
  return { passed, message: describe(left, runs, passed), runs, left };
}

function describe({ heapBytes, externalBytes, webAssemblyBytes }: HeldMemory, runs: number, passed: boolean): string {
  const grouped = (bytes: number): string => bytes.toLocaleString('en-US');
  return (
    `${passed ? 'Leaks nothing' : 'Leaks'}: ${runs} runs left ${grouped(heapBytes)} bytes on the heap, ` +
    `${grouped(externalBytes)} outside of it and ${grouped(webAssemblyBytes)} in WebAssembly memories.`
  );
}
