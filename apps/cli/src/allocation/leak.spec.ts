// Whether fits leave anything behind, in processes of compiled code.
import type { LeakCheck } from '@fived/bench';
import { describe, expect, it } from 'vitest';
import { runChild } from './testing/run-child.js';

const check = (...args: string[]): Promise<LeakCheck> => runChild(...args);

describe('200 fits in one process, the engines by turns', () => {
  it('leave less than 1 MB', async () => {
    const { passed, message, runs } = await check('leak');
    expect(passed, message).toBe(true);
    expect(runs).toBe(200);
  });
});

describe('40 fits in one process, the engines by turns', () => {
  it('are caught if they keep their engines, outside of the heap and in WebAssembly memories', async () => {
    const { passed, message, runs, left } = await check('kept');
    expect(passed, message).toBe(false);
    expect(runs).toBe(40);
    // 20 engines of either kind; each holds its 2,945 parameters, as many gradients and two moments, 4 bytes each
    const leastBytes = 20 * 4 * 2945 * 4;
    expect(left.externalBytes).toBeGreaterThan(leastBytes);
    expect(left.webAssemblyBytes).toBeGreaterThan(leastBytes);
  });
});
