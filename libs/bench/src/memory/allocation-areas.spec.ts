import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { withoutReserve } from './allocation-areas.js';

const KIB = 1024;

const usedCodeBytes = (): number => {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'code_space');
  if (space === undefined) throw new Error('V8 has no code space');
  return space.space_used_size;
};

/** A function of its own, compiled to a kilobyte or two of machine code as it is called. */
function compileOne(index: number): () => number {
  const compiled = runInThisContext(
    `() => { let s = ${index}; ${'s = s * 1.0001 + 1;'.repeat(20)} return s; }`,
  ) as () => number;
  compiled();
  return compiled;
}

describe('A reading without what V8 holds in reserve', () => {
  afterEach(() => {
    setFlagsFromString('--no-always-sparkplug');
  });

  it('grows by each function that is compiled, never by the page that V8 takes for it and the next ones', () => {
    setFlagsFromString('--always-sparkplug');
    const held: (() => number)[] = [];
    const readings = Array.from({ length: 120 }, (_, index) => {
      held.push(compileOne(index));
      return withoutReserve(usedCodeBytes);
    });
    const steps = readings.slice(1).map((reading, index) => reading - readings[index]);
    expect(held).toHaveLength(120);
    // a page has 256 kB; other code is compiled meanwhile, and some is dropped
    expect(Math.max(...steps)).toBeLessThan(64 * KIB);
    expect(steps.filter((step) => step > 0 && step < 4 * KIB).length).toBeGreaterThan(100);
  });

  it('passes on what is read and what is thrown', () => {
    expect(withoutReserve(() => 'read')).toBe('read');
    expect(() =>
      withoutReserve(() => {
        throw new Error('unreadable');
      }),
    ).toThrow('unreadable');
  });
});
