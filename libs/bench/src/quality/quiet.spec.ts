import { describe, expect, it } from 'vitest';
import type { ProcessorReading } from '../environment/processor-use.js';
import { coresText, isBusy, waitForQuiet } from './quiet.js';

describe('isBusy', () => {
  it('leaves a quarter of a core to what always runs, and 4% of many cores: 0.64 of 16', () => {
    for (const [busyCores, cores] of [
      [0.25, 1],
      [0.25, 2],
      [0.63, 16],
    ])
      expect(isBusy(busyCores, cores)).toBe(false);
    for (const [busyCores, cores] of [
      [0.26, 1],
      [0.26, 2],
      [0.65, 16],
    ])
      expect(isBusy(busyCores, cores)).toBe(true);
  });

  it('sees one busy core on up to 24', () => {
    expect([2, 8, 24, 32].map((cores) => isBusy(1, cores))).toEqual([true, true, true, false]);
  });
});

describe('coresText', () => {
  it('has a tenth of a core, and a single core by its name', () => {
    expect([coresText(1.43, 2), coresText(0.97, 1)]).toEqual(['1.4 of 2 cores', '1.0 of 1 core']);
  });
});

/** A machine with `busyCores` in use in successive half seconds; the last number lasts for ever. */
function machine(busyCores: readonly number[], cores = 2) {
  const said: string[] = [];
  let reading: ProcessorReading = { cores, busySeconds: 50, countedSeconds: 90, atSeconds: 60 };
  let slept = 0;
  return {
    said,
    sleptMs: () => slept * 500,
    options: {
      onWait: (...use: readonly [number, number]) => said.push(coresText(...use)),
      read: () => reading,
      sleep: (ms: number) => {
        expect(ms).toBe(500);
        const busy = busyCores[Math.min(slept, busyCores.length - 1)] / 2;
        slept++;
        const { busySeconds, countedSeconds, atSeconds } = reading;
        reading = {
          cores,
          busySeconds: busySeconds + busy,
          countedSeconds: countedSeconds + cores / 2,
          atSeconds: atSeconds + 0.5,
        };
        return Promise.resolve();
      },
    },
  };
}

describe('waitForQuiet', () => {
  it('takes half a second and says nothing where nothing else runs', async () => {
    const { options, said, sleptMs } = machine([0.125]);
    expect(await waitForQuiet(options)).toBe(0.125);
    expect(said).toEqual([]);
    expect(sleptMs()).toBe(500);
  });

  it('says once what runs, and goes on as soon as it is quiet', async () => {
    const { options, said, sleptMs } = machine([2, 1.5, 0.5, 0.0625]);
    expect(await waitForQuiet(options)).toBe(0.0625);
    expect(said).toEqual(['2.0 of 2 cores']);
    expect(sleptMs()).toBe(2000);
  });

  it('waits ten seconds at most after it has looked, and returns what is still there', async () => {
    const { options, said, sleptMs } = machine([1, 1.5]);
    expect(await waitForQuiet(options)).toBe(1.5);
    expect(said).toEqual(['1.0 of 2 cores']);
    expect(sleptMs()).toBe(500 + 10_000);
  });

  it('does not wait for what it cannot know', async () => {
    const { options, said, sleptMs } = machine([2], 0);
    expect(await waitForQuiet(options)).toBeNull();
    expect(said).toEqual([]);
    expect(sleptMs()).toBe(500);
  });

  it('stops waiting when it is told to', async () => {
    const controller = new AbortController();
    const { read } = machine([2]).options;
    const waiting = waitForQuiet({ read, signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toThrow();
  });
});
