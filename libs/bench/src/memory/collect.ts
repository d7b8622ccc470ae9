/** Collects garbage until nothing more is freed. */
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

let forceCollection: (() => void) | undefined;

/** V8's own collector, without a flag on the command line. */
function collector(): () => void {
  if (forceCollection === undefined) {
    setFlagsFromString('--expose-gc');
    forceCollection = runInNewContext('gc') as () => void;
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
