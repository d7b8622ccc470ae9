// Processes that measure phases with known memory (phases.ts, compiled).
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemoryProfile, PhaseMemory } from './memory-profile.js';
import { profileMemory } from './profile.js';

const MIB = 1024 * 1024;
/** What a phase may take in addition: its own compiled code, a few objects. */
const SMALL_MIB = 0.05;

const module = new URL('../../dist/memory/testing/phases.js', import.meta.url);
const profile = (...phases: string[]): Promise<MemoryProfile> => profileMemory({ module, phases, settings: {} });

/** Of one phase, in MiB. */
const mib = ({ startBytes, peakBytes, keptBytes, cumulativePeakBytes }: PhaseMemory) => ({
  start: startBytes / MIB,
  own: (peakBytes - startBytes) / MIB,
  kept: keptBytes / MIB,
  cumulative: cumulativePeakBytes / MIB,
});

describe('a memory profile', () => {
  // from one process, since each takes a second
  const names = ['keep', 'fleeting', 'nothing', 'forget', 'webAssembly', 'churn', 'nothing', 'spin'];
  const begun: string[] = [];
  let measured: MemoryProfile;
  beforeAll(async () => {
    measured = await profileMemory({ module, phases: names, settings: {}, onPhase: (name) => begun.push(name) });
  });

  it('runs the phases in the order that it is told', () => {
    expect(measured.phases.map(({ name }) => name)).toEqual(names);
    expect(begun).toEqual(names);
  });

  it('tells what a phase took, what it keeps, and the highest so far', () => {
    const [keep, fleeting, nothing, forget] = measured.phases.map(mib);
    const about = (expected: number, found: number): void => {
      expect(Math.abs(found - expected)).toBeLessThan(SMALL_MIB);
    };
    // 8 MiB that stay, then 16 MiB more that are garbage at the end
    about(0, keep.start);
    about(8, keep.own);
    about(8, keep.kept);
    about(8, keep.cumulative);
    about(8, fleeting.start);
    about(16, fleeting.own);
    about(8, fleeting.kept);
    about(24, fleeting.cumulative);
    about(0, nothing.own);
    about(24, nothing.cumulative);
    about(8, forget.start);
    about(0, forget.kept);
  });

  it('finds the peak between collections, and knows how long they took', () => {
    const [churn, nothing] = measured.phases.slice(5);
    // 2,000,000 objects of two fields cannot all fit into a young generation of at most 16 MiB and its copy
    expect(churn.collections).toBeGreaterThan(0);
    expect(churn.collectionSeconds).toBeGreaterThan(0);
    expect(churn.seconds).toBeGreaterThan(0);
    expect(mib(churn).own).toBeGreaterThan(0.5);
    expect(churn.peakBytes).toBeGreaterThan(churn.keptBytes);
    expect(nothing.collections).toBe(0);
    expect(nothing.collectionSeconds).toBe(0);
  });

  it('counts WebAssembly memory once, whether or not this Node tells V8 of it', async () => {
    // in a process of its own, in which no array has just become garbage
    const profile = await profileMemory({ module, phases: ['webAssembly', 'nothing'], settings: {} });
    const [webAssembly, nothing] = profile.phases.map(mib);
    for (const found of [webAssembly.own, webAssembly.kept, nothing.start]) {
      expect(Math.abs(found - 4)).toBeLessThan(SMALL_MIB);
    }
  });

  it('has resident peaks of the whole process, which contain what a phase touched', () => {
    const { baseline, phases, residentMethod } = measured;
    const [, fleeting, nothing] = phases;
    expect(residentMethod).toBe(process.platform === 'linux' ? 'high-water mark' : 'sampled');
    // and the 8 MiB that were kept before
    expect(fleeting.residentPeakBytes - baseline.residentBytes).toBeGreaterThan((8 + 15) * MIB);
    expect(nothing.residentPeakBytes).toBeLessThan(fleeting.residentPeakBytes - 8 * MIB);
  });

  it('tells the time of a phase apart from that of its collections', () => {
    const [{ seconds, collectionSeconds }] = measured.phases.slice(-1);
    // The phase waits until 0.2 s have passed, whatever else happens in that time.
    expect(seconds + collectionSeconds).toBeGreaterThanOrEqual(0.2);
  });

  it('says what measuring itself costs: next to nothing of what is measured', () => {
    const { cost } = measured;
    expect(cost.javascriptBytes).toBeGreaterThan(0);
    expect(cost.javascriptBytes).toBeLessThan(0.05 * MIB);
    expect(cost.seconds).toBeGreaterThan(0);
  });

  it.each([
    ['a phase that throws', ['fail'], 'Memory could not be measured: the loss became NaN (in the phase "fail")'],
    [
      'a phase that does not exist',
      ['nothing', 'nonsense'],
      'Memory could not be measured: there is no phase "nonsense"; ' +
        'the module has: nothing, keep, fleeting, churn, forget, webAssembly, spin, fail, crash, hang',
    ],
  ])('gives one clear line for %s', async (_, phases, message) => {
    await expect(profile(...phases)).rejects.toThrow(new Error(message));
  });

  it('refuses to measure nothing', async () => {
    await expect(profile()).rejects.toThrow(new Error('Memory could not be measured: there are no phases to measure'));
  });

  it('gives one line for a module that cannot be loaded', async () => {
    const missing = new URL('./no-such-module.js', import.meta.url);
    await expect(profileMemory({ module: missing, phases: ['nothing'] })).rejects.toThrow(
      /^Memory could not be measured: Cannot find module [^\n]*$/,
    );
  });

  it('gives one line for a process that dies', async () => {
    await expect(profile('crash')).rejects.toThrow(
      /^Memory could not be measured: its process ended \(\w+\) before it was done[^\n]*$/,
    );
  });
});

describe('aborting', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fived-memory-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('ends the process even in a phase that never gives way', async () => {
    const pidFile = join(folder, 'pid');
    const controller = new AbortController();
    const profiling = profileMemory({ module, phases: ['hang'], settings: { pidFile }, signal: controller.signal });
    while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await wait(20);
    controller.abort(new Error('enough'));
    await expect(profiling).rejects.toThrow('enough');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    // Signal 0 only checks that the process exists.
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('starts nothing once it is too late', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(profileMemory({ module, phases: ['nothing'], signal })).rejects.toThrow('too late');
  });
});
