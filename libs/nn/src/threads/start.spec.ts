import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { createStart } from './start.js';

/**
 * The number of the step after which the workers are started, out of `steps` steps that each take as long as `stepMs`
 * says.
 */
function startsAfter(steps: number, stepMs: (step: number) => number, workerCount = 1): number | undefined {
  let nowMs = 5000;
  const start = createStart(workerCount, () => nowMs);
  const starts: number[] = [];
  for (let step = 1; step <= steps; step++) {
    start.begin();
    nowMs += stepMs(step);
    if (start.end()) starts.push(step);
    nowMs += 3; // something else
  }
  expect(starts.length).toBeLessThan(2);
  return starts.at(0);
}

describe('The workers are started', () => {
  it('after 500 ms of steps for each of them, once', () => {
    // the first step is timed, and then every second one, which counts for two
    expect(startsAfter(2000, () => 0.5)).toBe(1001);
    expect(startsAfter(4000, () => 0.5, 3)).toBe(3001);
    expect(startsAfter(10, () => 270)).toBe(2);
    expect(startsAfter(999, () => 0.5)).toBeUndefined();
  });

  it('never where there are none', () => {
    expect(startsAfter(2000, () => 0.5, 0)).toBeUndefined();
  });

  it('never where a step takes less than 20 us', () => {
    expect(startsAfter(100_000, () => 0.0156)).toBeUndefined();
  });

  it('never there either, if most steps take longer because the machine is busy or code is not compiled', () => {
    const random = defaultRng(1);
    expect(startsAfter(100_000, () => (random.random() < 0.1 ? 0.0156 : 0.4))).toBeUndefined();
  });

  it('not because of a step that was never begun', () => {
    const start = createStart(1, () => 1e6);
    expect(start.end()).toBe(false);
  });
});
