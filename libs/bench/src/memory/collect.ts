/** V8's collections, on request: until nothing more is freed, a single one, or of what is young. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readJavascriptBytes } from './javascript-memory.js';

/**
 * V8 drops the bytecode of a function that six collections have found unused. But up to Node 20 forced collections do
 * not count towards the six, so the bytecode would stay for ever. With this flag each collection drops what is not
 * running.
 */
const DROP_UNUSED_CODE = '--stress-flush-code';
const KEEP_UNUSED_CODE = '--no-stress-flush-code';
/**
 * What is dropped may hold more, which only the next collection finds. So two early readings that agree prove nothing.
 */
const ROUNDS_AT_LEAST = 8;
const ROUNDS_AT_MOST = 16;
/** Less than a reading and a turn of the event loop use themselves. */
const STABLE_BYTES = 1024;

type Collector = (options?: { readonly type: 'minor' }) => void;

let forceCollection: Collector | undefined;

/** V8's own collector, without a flag on the command line. */
function collector(): Collector {
  if (forceCollection === undefined) {
    setFlagsFromString('--expose-gc');
    forceCollection = runInNewContext('gc') as Collector;
  }
  return forceCollection;
}

/** One full collection, immediately. Afterwards V8 holds no room in reserve (see allocation-areas.ts). */
export function collectOnce(): void {
  collector()();
}

/**
 * Collects until two collections in a row leave the same: at least eight, at most sixteen, about 10 ms each. Between
 * them the event loop gets a turn, because only then is the storage of dead typed arrays given back (and no longer
 * counted).
 */
export async function collectGarbage(): Promise<void> {
  const collect = collector();
  setFlagsFromString(DROP_UNUSED_CODE);
  let before = Infinity;
  for (let round = 1; round <= ROUNDS_AT_MOST; round++) {
    collect();
    await nextTurn();
    const after = readJavascriptBytes();
    if (round >= ROUNDS_AT_LEAST && Math.abs(before - after) < STABLE_BYTES) break;
    before = after;
  }
  setFlagsFromString(KEEP_UNUSED_CODE);
}

/**
 * Collects the young generation only. A full collection would also discard what is held weakly, and compiled code is:
 * after one, a training of 40,000 steps took as many again until all of its code was recompiled.
 */
export function collectYoung(): void {
  collector()({ type: 'minor' });
}

/**
 * Makes V8 keep the bytecode of functions from now on. V8 discards bytecode that was not used for a few collections. So
 * a dozen forced collections take as much from the heap as hours of a program's life: 0.8 MB, in which a leak could
 * hide.
 */
export function keepBytecode(): void {
  setFlagsFromString('--no-flush-bytecode');
}
