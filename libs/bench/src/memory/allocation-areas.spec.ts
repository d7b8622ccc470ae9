// Readings in a process of their own (readings.ts, compiled).
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { withoutReserve } from './allocation-areas.js';

const KIB = 1024;

const fixture = fileURLToPath(new URL('../../dist/memory/testing/readings.js', import.meta.url));

describe('A reading without what V8 holds in reserve', () => {
  it('grows by each function that is compiled, never by the page that V8 takes for it and the next ones', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [fixture, 'compiling']);
    const { readings, heldCount } = JSON.parse(stdout) as {
      readonly readings: readonly number[];
      readonly heldCount: number;
    };
    const steps = readings.slice(1).map((reading, index) => reading - readings[index]);
    expect(heldCount).toBe(120);
    // a page has 256 kB; meanwhile other code is compiled, and some is dropped
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
