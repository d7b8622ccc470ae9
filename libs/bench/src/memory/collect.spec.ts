// Readings in a process of their own (readings.ts, compiled).
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const MIB = 1024 * 1024;

const readings = fileURLToPath(new URL('../../dist/memory/testing/readings.js', import.meta.url));

describe('collecting garbage', () => {
  let found: Readonly<Record<'whileHeldBytes' | 'letGoBytes' | 'keptBytes' | 'keptLength', number>>;
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [readings, 'collecting']);
    found = JSON.parse(stdout) as typeof found;
  });

  it('gives back objects and the storage of typed arrays that nobody holds', () => {
    expect(found.whileHeldBytes).toBeGreaterThan(32 * MIB);
    expect(found.letGoBytes).toBeLessThan(MIB);
  });

  it('leaves what is held', () => {
    expect(found.keptBytes).toBeGreaterThan(31 * MIB);
    expect(found.keptLength).toBe(4 * MIB);
  });
});
