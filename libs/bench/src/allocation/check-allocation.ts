/**
 * Whether a loop allocates.
 *
 * After a warm-up the loop runs K steps and then 2K. It allocates nothing if
 *   - V8 collects in neither of the two,
 *   - the used heap moves by less than 32 kB in each, and
 *   - it moves no further in 2K steps than in K.
 * Collections are counted because a heap difference alone proves nothing: a loop that fills the young generation ten
 * times may well end with less than it began with. The 32 kB allow for what V8 itself puts on the heap when, once in a
 * while, it recompiles a function (21 kB have been seen): less than two bytes a step if K is 20,000. So a growth must
 * show twice. A heap that shrank without a collection, because V8 swept what an earlier one left, is measured again.
 *
 * The warm-up must outlast V8's compilers: code that is interpreted or half optimised keeps numbers in boxes, where
 * optimised code has them in registers. So the check sees the loop as V8 runs it in the long run.
 */
import { GCProfiler, getHeapStatistics } from 'node:v8';
import { collectGarbage, collectYoung, keepBytecode } from '../memory/collect.js';
import { type Allocator, describeAllocator, findAllocators } from './allocators.js';

const MOST_MOVED_BYTES = 32 * 1024;

/** How much further 2K steps may move than K: one small object in 300 steps if K is 20,000. */
const MOST_GROWN_BYTES = 1024;

/** The warm-up comes in parts, since V8 counts how often a function is called as well as how long it runs. */
const WARM_UP_ROUNDS = 100;

/** The measured loop. It does as many steps as it is told. */
export type Loop = (steps: number) => void;

/** One measurement of the loop: how often V8 collected while it ran, and how far the used heap moved. */
export interface AllocationWindow {
  readonly steps: number;
  /** Collections of any kind. */
  readonly collections: number;
  /**
   * Used heap after minus before. It is exact if nothing was collected, and meaningless otherwise, since collected
   * garbage is no longer counted. The two readings themselves move it by about 600 bytes.
   */
  readonly movedBytes: number;
}

function observeWindow(loop: Loop, steps: number): AllocationWindow {
  const profiler = new GCProfiler();
  profiler.start();
  const beforeBytes = getHeapStatistics().used_heap_size;
  loop(steps);
  const movedBytes = getHeapStatistics().used_heap_size - beforeBytes;
  const { statistics } = profiler.stop();
  return { steps, collections: statistics.length, movedBytes };
}

export interface AllocationOptions {
  /** K, at least 1. */
  readonly steps: number;
  /** Steps before the measurement, in which the loop may allocate. */
  readonly warmUpSteps: number;
}

export interface AllocationCheck {
  readonly passed: boolean;
  /** The result in one line; if the loop allocates, it also says who. */
  readonly message: string;
  /** Over K and over 2K steps; repeated if the first two were not yet clear. */
  readonly windows: readonly AllocationWindow[];
  /** Who allocates in K more steps, the largest first. Empty if the check passed. */
  readonly allocators: readonly Allocator[];
}

/**
 * Runs the loop for about warmUpSteps + 3K steps, 3K more if the result was unclear, and K more if it fails. Call it in
 * a fresh process if possible: what ran before decides what V8 has compiled, and how.
 * @throws RangeError for steps that make no sense; whatever the loop throws
 */
export async function checkAllocation(loop: Loop, { steps, warmUpSteps }: AllocationOptions): Promise<AllocationCheck> {
  if (!Number.isSafeInteger(steps) || steps < 1)
    throw new RangeError(`steps must be a whole number of at least 1; got ${steps}.`);
  if (!Number.isSafeInteger(warmUpSteps) || warmUpSteps < 0) {
    throw new RangeError(`warmUpSteps must be a whole number of at least 0; got ${warmUpSteps}.`);
  }
  keepBytecode();
  await collectGarbage();
  const roundSteps = Math.ceil(warmUpSteps / WARM_UP_ROUNDS);
  for (let done = 0; done < warmUpSteps; done += roundSteps) loop(roundSteps);
  observeWindow(loop, 0); // so that the code of the readings is compiled and loaded
  collectYoung();

  const observePair = (): AllocationWindow[] => [observeWindow(loop, steps), observeWindow(loop, 2 * steps)];
  let pair = observePair();
  let windows = pair;
  if (windows.every(isQuiet) && !isSteady(pair)) {
    pair = observePair();
    windows = [...windows, ...pair];
  }
  const passed = windows.every(isQuiet) && isSteady(pair);
  if (passed) return { passed, message: `Allocates nothing: ${describe(pair)}.`, windows, allocators: [] };

  const allocators = findAllocators(() => {
    loop(steps);
  });
  return { passed, message: `Allocates: ${describe(pair)}; ${describeWho(allocators, steps)}.`, windows, allocators };
}

const isQuiet = ({ collections, movedBytes }: AllocationWindow): boolean =>
  collections === 0 && movedBytes < MOST_MOVED_BYTES;

const isSteady = ([once, twice]: readonly AllocationWindow[]): boolean =>
  Math.min(once.movedBytes, twice.movedBytes) > -MOST_MOVED_BYTES &&
  twice.movedBytes - once.movedBytes < MOST_GROWN_BYTES;

const grouped = (count: number): string => count.toLocaleString('en-US');

const describe = (windows: readonly AllocationWindow[]): string =>
  windows
    .map(
      ({ steps, collections, movedBytes }) =>
        `${collections} ${collections === 1 ? 'collection' : 'collections'} ` +
        `and ${grouped(movedBytes)} bytes of used heap in ${grouped(steps)} steps`,
    )
    .join(', ');

function describeWho(allocators: readonly Allocator[], steps: number): string {
  if (allocators.length === 0) return `no function did in ${grouped(steps)} more steps, by the sampling profile`;
  const [most] = allocators;
  return `the most by ${describeAllocator(most)}, ${grouped(most.bytes)} bytes in ${grouped(steps)} more steps`;
}
