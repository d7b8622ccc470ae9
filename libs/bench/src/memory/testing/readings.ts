/**
 * For tests only: readings of known memory. A script: `node readings.js <case>` prints them as JSON. It runs in
 * a process of its own, since a collection takes longer the more else there is, and makes V8 recompile all of it.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { withoutReserve } from '../allocation-areas.js';
import { collectGarbage } from '../collect.js';
import { readJavascriptBytes } from '../javascript-memory.js';
import { createResidentMeter, readResidentBytes } from '../resident.js';

const MIB = 1024 * 1024;
const FUNCTIONS = 120;

const usedCodeBytes = (): number => {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'code_space');
  if (space === undefined) throw new Error('V8 has no code space');
  return space.space_used_size;
};

/** A new function, compiled to a kilobyte or two of machine code when it is called. */
function compileOne(index: number): () => number {
  const compiled = runInThisContext(
    `() => { let s = ${index}; ${'s = s * 1.0001 + 1;'.repeat(20)} return s; }`,
  ) as () => number;
  compiled();
  return compiled;
}

/** The size of the code space while one function after another is compiled. */
function compiling() {
  setFlagsFromString('--always-sparkplug');
  const held: (() => number)[] = [];
  const readings = Array.from({ length: FUNCTIONS }, (_, index) => {
    held.push(compileOne(index));
    return withoutReserve(usedCodeBytes);
  });
  return { readings, heldCount: held.length };
}

/** Bytes above the start: with 32 MiB and many objects held, with nothing held again, and with 32 MiB collected. */
async function collecting() {
  await collectGarbage();
  const before = readJavascriptBytes();
  const held: unknown[] = [new Float64Array(4 * MIB), Array.from({ length: 1e5 }, (_, i) => ({ i }))];
  const whileHeldBytes = readJavascriptBytes() - before;
  held.length = 0;
  await collectGarbage();
  const letGoBytes = readJavascriptBytes() - before;
  const kept = new Float64Array(4 * MIB);
  await collectGarbage();
  const keptBytes = readJavascriptBytes() - before - letGoBytes;
  return { whileHeldBytes, letGoBytes, keptBytes, keptLength: kept.length };
}

/** Peaks of sampling and of this system's meter: first with more memory than ever before, and then with less. */
async function touching() {
  await collectGarbage(); // or the room of dead arrays would be reused
  const sampling = createResidentMeter({ clearRefs: '/no/such/file', status: '/no/such/file' });
  const highestBytes = process.resourceUsage().maxRSS * 1024;
  sampling.start();
  const enough = Math.ceil((highestBytes - readResidentBytes()) / MIB) + 64;
  new Uint8Array(enough * MIB).fill(1);
  const sampledPeakBytes = sampling.peakBytes();

  await collectGarbage();
  const meter = createResidentMeter();
  meter.start();
  const beforeBytes = readResidentBytes();
  new Uint8Array(64 * MIB).fill(1);
  const peakBytes = meter.peakBytes();
  await collectGarbage();
  meter.start();
  return { highestBytes, sampledPeakBytes, beforeBytes, peakBytes, laterPeakBytes: meter.peakBytes() };
}

const cases: Readonly<Record<string, () => unknown>> = { compiling, collecting, touching };
console.log(JSON.stringify(await cases[process.argv[2]]()));
