import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf, once } from './step.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-stamp-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('A piece of preparation', () => {
  it('is done once for a hash, again for another, and again after a failure', async () => {
    const stamp = join(folder, 'made', 'stamp');
    let times = 0;
    const make = (): Promise<void> => {
      times++;
      return Promise.resolve();
    };
    await once(stamp, 'a', make);
    await once(stamp, 'a', make);
    expect(times).toBe(1);
    await once(stamp, 'b', make);
    expect(times).toBe(2);
    await expect(once(stamp, 'c', () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
    await once(stamp, 'b', make);
    expect(times).toBe(3);
  });

  it('has another hash where the same text is cut elsewhere', () => {
    expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
    expect(hashOf('ab', 'c')).toBe(hashOf('ab', 'c'));
  });
});
