// Whether training allocates, in processes of compiled code; in the longer forms on larger networks.
import type { AllocationCheck } from '@fived/bench';
import { describe, expect, inject, it } from 'vitest';
import { runChild } from './testing/run-child.js';
import type { Extent } from './testing/check-settings.js';

const EXTENT: Extent = inject('campaign') === 'short' ? 'brief' : 'long';

const check = (name: string, engine: string): Promise<AllocationCheck> => runChild(name, engine, EXTENT);

describe('training on the third engine of a process', () => {
  it.each(['simd', 'reference'])('allocates nothing with the %s engine', async (engine) => {
    const { passed, message, windows } = await check('allocation', engine);
    expect(passed, message).toBe(true);
    expect(windows.slice(-2).map(({ steps }) => steps)).toEqual([20_000, 40_000]);
  });

  it.each(['simd', 'reference'])(
    'is caught, and who it is, if the %s engine takes a view in each step',
    async (engine) => {
      const { passed, message, allocators } = await check('faulty', engine);
      expect(passed, message).toBe(false);
      expect(allocators[0].builtIn, message).toBe('subarray');
      // V8 counts a function that it has inlined as part of its caller
      expect(`${allocators[0].functionName} ${allocators[0].location}`).toMatch(
        /^(backward .*\/allocation\/testing\/child\.js|runEpoch .*\/train\.js|runEpochs .*\/allocation\/testing\/training-loop\.js):\d+$/,
      );
    },
  );
});
