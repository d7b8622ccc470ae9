import { describe, expect, it } from 'vitest';
import { createChoice } from './choice.js';

/**
 * Runs units of work until the clock has reached `untilMs`; each takes as long as `unitMs` says. Returns how many were
 * done each way, and when the last change was.
 */
function simulate(unitMs: (way: 'one' | 'all', atMs: number) => number, untilMs: number) {
  let nowMs = 1000;
  const choice = createChoice(() => nowMs);
  const count = { one: 0, all: 0 };
  const lastMs = { one: 0, all: 0 };
  const spentMs = { one: 0, all: 0 };
  while (nowMs < 1000 + untilMs) {
    const way = choice.begin() ? 'all' : 'one';
    const tookMs = unitMs(way, nowMs - 1000);
    nowMs += tookMs;
    spentMs[way] += tookMs;
    count[way]++;
    lastMs[way] = nowMs - 1000;
    choice.end();
  }
  return { count, lastMs, spentMs };
}

describe('The choice between one thread and all', () => {
  it.each([0.016, 0.3, 2, 40])(
    'takes all where they are quicker, with a unit of %d ms, and loses little by trying',
    (ms) => {
      const { spentMs } = simulate((way) => (way === 'one' ? ms : ms / 1.7), 1000 * Math.max(10, 3 * ms));
      expect(spentMs.one / (spentMs.one + spentMs.all)).toBeLessThan(0.02);
    },
  );

  it.each([0.016, 0.3, 2, 40])(
    'takes one where it is quicker, with a unit of %d ms, and loses little even if all are ten times as slow',
    (ms) => {
      const { spentMs } = simulate((way) => (way === 'one' ? ms : 10 * ms), 1000 * Math.max(10, 30 * ms));
      expect(spentMs.all / (spentMs.one + spentMs.all)).toBeLessThan(0.02);
    },
  );

  it('takes one where all are as quick: they take more of the machine', () => {
    const { spentMs } = simulate(() => 0.1, 10_000);
    expect(spentMs.all).toBeLessThan(0.02 * spentMs.one);
  });

  it('does not count the first unit of a block, in which the others wake', () => {
    let before: 'one' | 'all' = 'one';
    const { spentMs } = simulate((way) => {
      const wakingMs = way === before ? 0 : 5;
      before = way;
      return wakingMs + (way === 'one' ? 0.2 : 0.12);
    }, 10_000);
    expect(spentMs.one).toBeLessThan(0.05 * spentMs.all);
  });

  it('is not misled by one block that the machine disturbed', () => {
    // ten units are a block of all threads, and the first ten are the warm-up
    for (const disturbed of [15, 25, 35]) {
      let units = 0;
      const { count } = simulate(
        (way) => (way === 'all' && ++units === disturbed ? 30 : way === 'one' ? 0.2 : 0.12),
        600,
      );
      expect(count.all).toBeGreaterThan(count.one);
    }
  });

  it('changes its mind within two seconds when the machine does', () => {
    const busyFromMs = 20_000;
    const { lastMs, count } = simulate((way, atMs) => (way === 'one' ? 0.1 : atMs < busyFromMs ? 0.06 : 0.5), 25_000);
    expect(count.all).toBeGreaterThan(300_000);
    const later = simulate((way, atMs) => (way === 'one' ? 0.1 : atMs < busyFromMs ? 0.06 : 0.5), busyFromMs + 2000);
    expect(lastMs.one).toBeGreaterThan(24_999);
    expect(count.one - later.count.one).toBeGreaterThan(0.95 * (3000 / 0.1));
  });

  it('forgets a unit that never ended, and an end without a beginning', () => {
    let nowMs = 0;
    const choice = createChoice(() => nowMs);
    choice.end();
    let sharedUnits = 0;
    for (let unit = 0; unit < 2000; unit++) {
      choice.begin();
      nowMs += 100; // an abandoned unit
      const shared = choice.begin();
      nowMs += shared ? 0.5 : 1;
      if (shared) sharedUnits++;
      choice.end();
      nowMs += 7;
      choice.end();
    }
    expect(sharedUnits).toBeGreaterThan(1000);
  });
});
