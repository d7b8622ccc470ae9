// Work that is known to leave something or nothing (cases.ts, compiled), 200 times in a process of its own.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkLeak, type LeakCheck } from './check-leak.js';

const RUNS = 200;
const PAGE_BYTES = 65536;
/** WeakRefs to new objects, and the like. */
const SMALL_BYTES = 300_000;

/**
 * Makes V8 compile and collect on the main thread. On background threads it could finish late on a busy machine, during
 * the measurement.
 */
const IN_TURN = '--single-threaded';

const cases = fileURLToPath(new URL('../../dist/allocation/testing/cases.js', import.meta.url));

async function check(work: string): Promise<LeakCheck> {
  const { stdout } = await promisify(execFile)(process.execPath, [IN_TURN, cases, work]);
  return JSON.parse(stdout) as LeakCheck;
}

describe('the check of leaks', () => {
  it('passes work that leaves nothing, large as its arrays and memories are', async () => {
    const { passed, message, runs, left } = await check('nothing left');
    expect(passed, message).toBe(true);
    expect(message).toMatch(
      /^Leaks nothing: 200 runs left -?[\d,]+ bytes on the heap, -?[\d,]+ outside of it and 0 in WebAssembly memories\.$/,
    );
    expect(runs).toBe(RUNS);
    expect(left.webAssemblyBytes).toBe(0);
    expect(Math.abs(left.heapBytes)).toBeLessThan(SMALL_BYTES);
  });

  it('finds objects on the heap', async () => {
    const { passed, message, left } = await check('objects left');
    expect(passed, message).toBe(false);
    // 1,024 objects of at least 16 bytes, each with 8 bytes in an array
    expect(left.heapBytes).toBeGreaterThan(RUNS * 1024 * 24);
  });

  it("finds the storage of typed arrays outside of it: 1,024 of a float64's 8 bytes each time", async () => {
    const { passed, message, left } = await check('arrays left');
    expect(passed, message).toBe(false);
    expect(left.externalBytes).toBeGreaterThanOrEqual(RUNS * 1024 * 8);
    expect(left.externalBytes).toBeLessThan(RUNS * 1024 * 8 + SMALL_BYTES);
  });

  it.each(['memories left', 'views of memories left'])('finds WebAssembly memories, to the byte: %s', async (work) => {
    const { passed, message, left } = await check(work);
    expect(passed, message).toBe(false);
    expect(left.webAssemblyBytes).toBe(RUNS * PAGE_BYTES);
  });

  it.each([
    [{ runs: 0, warmUpRuns: 0 }, 'runs must be a whole number of at least 1; got 0.'],
    [{ runs: 1, warmUpRuns: -1 }, 'warmUpRuns must be a whole number of at least 0; got -1.'],
  ])('refuses %j before it runs anything', async (options, message) => {
    let ran = false;
    const work = (): void => {
      ran = true;
    };
    await expect(checkLeak(work, options)).rejects.toThrow(new RangeError(message));
    expect(ran).toBe(false);
  });
});
