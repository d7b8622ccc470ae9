// Loops that are known to allocate or not (cases.ts, compiled), each in a process of its own.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkAllocation, type AllocationCheck } from './check-allocation.js';

const STEPS = 20_000;

/**
 * Makes V8 compile and collect on the main thread. On background threads it could finish late on a busy machine, during
 * the measurement.
 */
const IN_TURN = '--single-threaded';

const cases = fileURLToPath(new URL('../../dist/allocation/testing/cases.js', import.meta.url));

async function check(loop: string): Promise<AllocationCheck> {
  const { stdout } = await promisify(execFile)(process.execPath, [IN_TURN, cases, loop]);
  return JSON.parse(stdout) as AllocationCheck;
}

describe('the check of allocations', () => {
  it('passes a loop that only computes', async () => {
    const { passed, message, windows, allocators } = await check('clean');
    expect(passed, message).toBe(true);
    expect(message).toMatch(
      /^Allocates nothing: 0 collections and [\d,]+ bytes of used heap in 20,000 steps, 0 collections and [\d,]+ bytes /,
    );
    expect(windows.slice(-2).map(({ steps, collections }) => ({ steps, collections }))).toEqual([
      { steps: STEPS, collections: 0 },
      { steps: 2 * STEPS, collections: 0 },
    ]);
    expect(allocators).toEqual([]);
  });

  it('counts the collections that a view in each step brings about, and names the function that takes it', async () => {
    const { passed, message, windows, allocators } = await check('takeViews');
    expect(passed).toBe(false);
    expect(windows[0].collections).toBeGreaterThan(0);
    expect(windows[1].collections).toBeGreaterThan(windows[0].collections);
    expect(allocators[0]).toMatchObject({ functionName: 'takeViews', builtIn: 'subarray' });
    expect(allocators[0].location).toMatch(/\/cases\.js:\d+$/);
    // a typed array and its buffer are at least 64 bytes, and at most 200
    expect(allocators[0].bytes / STEPS).toBeGreaterThan(64);
    expect(allocators[0].bytes / STEPS).toBeLessThan(200);
    expect(message).toMatch(
      /^Allocates: .* the most by takeViews \(\S+\/cases\.js:\d+\) in its call of subarray, [\d,]+ bytes in 20,000 more steps\.$/,
    );
  });

  it('catches numbers in boxes, and names the functions that return them', async () => {
    const { passed, windows, allocators } = await check('callReaders');
    expect(passed).toBe(false);
    // a box takes at most 16 bytes, and one in six of them belongs to another function
    expect(windows.some(({ collections, movedBytes }) => collections > 0 || movedBytes > 10 * STEPS)).toBe(true);
    const readFirst = allocators.find(({ functionName }) => functionName === 'readFirst');
    expect((readFirst?.bytes ?? 0) / (STEPS / 6)).toBeGreaterThan(10);
    expect((readFirst?.bytes ?? 0) / (STEPS / 6)).toBeLessThan(22);
  });

  it('catches closures that are kept', async () => {
    const { passed, windows, allocators } = await check('keepClosures');
    expect(passed).toBe(false);
    // a closure and the number that it keeps take at least 32 bytes
    expect(windows[1].movedBytes).toBeGreaterThan(2 * STEPS * 32);
    expect(allocators[0].functionName).toBe('keepClosures');
  });

  it('catches an object now and then by the growth alone', async () => {
    const { passed, windows, allocators } = await check('makeSeldom');
    expect(passed).toBe(false);
    expect(windows).toHaveLength(4);
    expect(windows.map(({ collections }) => collections)).toEqual([0, 0, 0, 0]);
    for (const { movedBytes } of windows) expect(movedBytes).toBeLessThan(32 * 1024);
    expect(allocators[0].functionName).toBe('makeSeldom');
  });

  it.each([
    [{ steps: 0, warmUpSteps: 0 }, 'steps must be a whole number of at least 1; got 0.'],
    [{ steps: 10, warmUpSteps: 0.5 }, 'warmUpSteps must be a whole number of at least 0; got 0.5.'],
  ])('refuses %j before it runs anything', async (options, message) => {
    let ran = false;
    const loop = (): void => {
      ran = true;
    };
    await expect(checkAllocation(loop, options)).rejects.toThrow(new RangeError(message));
    expect(ran).toBe(false);
  });
});
