import { describe, expect, it } from 'vitest';
import { collectGarbage } from './collect.js';
import { readJavascriptBytes } from './javascript-memory.js';

const MIB = 1024 * 1024;

describe('collecting garbage', () => {
  it('gives back objects and the storage of typed arrays that nobody holds', async () => {
    await collectGarbage();
    const before = readJavascriptBytes();
    const held: unknown[] = [new Float64Array(4 * MIB), Array.from({ length: 1e5 }, (_, i) => ({ i }))];
    expect(readJavascriptBytes() - before).toBeGreaterThan(32 * MIB);
    held.length = 0;
    await collectGarbage();
    expect(readJavascriptBytes() - before).toBeLessThan(MIB);
  });

  it('leaves what is held', async () => {
    await collectGarbage();
    const before = readJavascriptBytes();
    const held = new Float64Array(4 * MIB);
    await collectGarbage();
    expect(readJavascriptBytes() - before).toBeGreaterThan(31 * MIB);
    expect(held.length).toBe(4 * MIB);
  });
});
