import { describe, expect, it } from 'vitest';
import { createTally } from './tally.js';

describe('createTally', () => {
  it('counts a check as failed when it throws or rejects, and says why in one line', async () => {
    const lines: string[] = [];
    const tally = createTally((text) => lines.push(text));
    const outcomes = [
      await tally.check('two is even', () => 2),
      await tally.check('three is even', () => {
        throw new Error('it is odd');
      }),
      await tally.check('four is odd', () => Promise.reject(new Error('it is even'))),
    ];
    expect(outcomes).toEqual([true, false, false]);
    expect(tally.counts()).toEqual({ passed: 1, failed: 2 });
    expect(lines).toEqual([
      '  ok      two is even',
      '  FAILED  three is even: it is odd',
      '  FAILED  four is odd: it is even',
    ]);
  });

  it("adds another program's counts", () => {
    const lines: string[] = [];
    const tally = createTally((text) => lines.push(text));
    tally.add('tests of a', { passed: 10, failed: 0, failures: [] });
    tally.add('tests of b', {
      passed: 5,
      failed: 2,
      failures: ['b.spec.ts: one', 'b.spec.ts: two'],
      remark: '1 not run',
    });
    expect(tally.counts()).toEqual({ passed: 15, failed: 2 });
    expect(lines).toEqual([
      '  ok      tests of a: 10 passed, 0 failed',
      '  FAILED  tests of b: 5 passed, 2 failed (1 not run)',
    ]);
  });

  it('keeps a line for each failure, for the end', async () => {
    const tally = createTally(() => undefined);
    await tally.check('three is even', () => {
      throw new Error('it is odd\nand more of it');
    });
    tally.add('tests of b', { passed: 5, failed: 1, failures: ['b.spec.ts: one'] });
    expect(tally.failures()).toEqual(['three is even: it is odd', 'b.spec.ts: one']);
  });
});
