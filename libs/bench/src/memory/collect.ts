/** Collecting garbage until nothing more comes of it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readJavascriptBytes } from './javascript-memory.js';

/**
 * V8 drops the bytecode of a function that six collections have found unused; but up to Node 20 forced collections do
 * not count towards the six, so that it would stay for good. This flag has each collection drop what is not running.
 */
const DROP_UNUSED_CODE = '--stress-flush-code';
const KEEP_UNUSED_CODE = '--no-stress-flush-code';
/** What is dropped may hold more that only the next collection finds: two that agree early prove nothing. */
const ROUNDS_AT_LEAST = 8;
const ROUNDS_AT_MOST = 16;
/** Below what a reading and a turn of the event loop take themselves. */
const STABLE_BYTES = 1024;

let forceCollection: (() => void) | undefined;

/** V8's own collector, which no flag on the command line is needed for. */
function collector(): () => void {
  if (forceCollection === undefined) {
    setFlagsFromString('--expose-gc');
    forceCollection = runInNewContext('gc') as () => void;
  }
  return forceCollection;
}

/** One full collection, at once; V8 holds no room in reserve after it (see allocation-areas.ts). */
export function collectOnce(): void {
  collector()();
}

/**
 * Collects until two collections in a row leave the same: at least eight, at most sixteen, some 10 ms each. Between
 * them the event loop gets a turn, for the storage of dead typed arrays is given back (and no longer counted) only
 * then.
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
