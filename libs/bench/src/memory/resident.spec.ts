// Peaks, most of them in a process of their own (readings.ts, compiled).
import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { createResidentMeter, readResidentBytes } from './resident.js';

const MIB = 1024 * 1024;

const readings = fileURLToPath(new URL('../../dist/memory/testing/readings.js', import.meta.url));

type Peaks = Readonly<
  Record<'highestBytes' | 'sampledPeakBytes' | 'beforeBytes' | 'peakBytes' | 'laterPeakBytes', number>
>;

describe('the resident peak', () => {
  let found: Peaks;
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [readings, 'touching']);
    found = JSON.parse(stdout) as Peaks;
  });

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

  it('is found by sampling too if it is the highest since the process began', () => {
    expect(found.sampledPeakBytes).toBeGreaterThan(found.highestBytes + 32 * MIB);
  });

  it.runIf(process.platform === 'linux')('falls again when it is started anew', () => {
    expect(found.peakBytes).toBeGreaterThan(found.beforeBytes + 56 * MIB);
    expect(found.laterPeakBytes).toBeLessThan(found.peakBytes - 32 * MIB);
  });
});
