import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { collectGarbage } from './collect.js';
import { createResidentMeter, readResidentBytes } from './resident.js';

const MIB = 1024 * 1024;

/** Touches 64 MiB and lets them go. */
const touch = (): void => {
  new Uint8Array(64 * MIB).fill(1);
};

describe('the resident peak', () => {
  it('is sampled where the kernel has no mark that can be set back', async () => {
    const meter = createResidentMeter({ clearRefs: '/no/such/file', status: '/no/such/file' });
    expect(meter.method).toBe('sampled');
    meter.start();
    const before = readResidentBytes();
    await wait(30);
    expect(meter.peakBytes()).toBeGreaterThan(0.5 * before);
  });

  it('is sampled where the mark cannot be read', () => {
    expect(createResidentMeter({ clearRefs: '/dev/null', status: '/dev/null' }).method).toBe('sampled');
  });

  it('is found by sampling too if it is the highest since the process began', async () => {
    await collectGarbage(); // or the room of dead arrays would be used again
    const meter = createResidentMeter({ clearRefs: '/no/such/file', status: '/no/such/file' });
    const highest = process.resourceUsage().maxRSS * 1024;
    meter.start();
    const enough = Math.ceil((highest - readResidentBytes()) / MIB) + 64;
    new Uint8Array(enough * MIB).fill(1);
    expect(meter.peakBytes()).toBeGreaterThan(highest + 32 * MIB);
  });

  it.runIf(process.platform === 'linux')('falls again when it is started anew', async () => {
    await collectGarbage(); // or the room of dead arrays would be used again
    const meter = createResidentMeter();
    meter.start();
    const before = readResidentBytes();
    touch();
    const first = meter.peakBytes();
    expect(first).toBeGreaterThan(before + 56 * MIB);
    await collectGarbage();
    meter.start();
    expect(meter.peakBytes()).toBeLessThan(first - 32 * MIB);
  });
});
