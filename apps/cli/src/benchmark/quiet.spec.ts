import { captureEnvironment } from '@fived/bench';
import { adamDefaults } from '@fived/nn';
import type { BenchmarkRecord } from '@fived/records';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWhenQuiet, WAIT_VARIABLE } from './quiet.js';
import type { SweepContext } from './benchmark-record.js';
import { warnings } from './remarks.js';
import type { SweepStart } from './sweep-file.js';

let context: SweepContext;

beforeAll(async () => {
  context = {
    settings: {
      ...{ sizes: [40], runs: 1, epochs: 1, hiddenSizes: [4], learningRate: 0.01, batchSize: 16 },
      ...{ adam: adamDefaults, seed: 42, noise: 0.01, engine: 'simd', wide: false },
    },
    timestamp: new Date('2026-01-02T03:04:05Z').toISOString(),
    environment: await captureEnvironment(),
    code_version: 'a'.repeat(64),
    clock: { name: 'a clock', resolution_ns: 40 },
  };
});

/** A machine with two cores, `busyCores` of which are in use. */
function machine(busyCores: number) {
  const written: string[] = [];
  let halves = 0;
  return {
    written,
    looks: () => halves,
    options: {
      environment: {},
      write: (text: string) => written.push(text),
      read: () => ({
        cores: 2,
        busySeconds: (halves * busyCores) / 2,
        countedSeconds: halves,
        atSeconds: halves / 2,
      }),
      sleep: () => {
        halves++;
        return Promise.resolve();
      },
    },
  };
}

/** The warnings about a record with this environment. */
const warningsOf = ({ context: { environment } }: SweepStart): readonly string[] =>
  warnings({
    environment: { ...environment, cpu: { ...environment.cpu, logical_cores: 2 } },
    results: [],
  } as unknown as BenchmarkRecord).filter((text) => text.includes('programs'));

describe('A sweep that is about times', () => {
  it('starts without a word on a quiet machine, and records how quiet it was', async () => {
    const { options, written, looks } = machine(0.125);
    const start = await startWhenQuiet({ context }, options);
    expect(start.context).toEqual({ ...context, environment: { ...context.environment, busy_cores: 0.125 } });
    expect([written, warningsOf(start), looks()]).toEqual([[], [], 1]);
  });

  it('says that it waits on a busy machine, and warns of what is still there after ten seconds', async () => {
    const { options, written, looks } = machine(1.5);
    const start = await startWhenQuiet({ context }, options);
    expect(written).toEqual(['Waiting up to 10 s for the machine to be quiet: other programs use 1.5 of 2 cores.\n']);
    expect(warningsOf(start)).toEqual([
      'Other programs used 1.5 of 2 cores right before the start: end them, and measure again.',
    ]);
    expect(looks()).toBe(21);
  });

  it('judges nothing where the system tells nothing, whatever the load average', async () => {
    const { options, written } = machine(0);
    const busy = { ...context, environment: { ...context.environment, load_average: [9, 9, 9] as const } };
    const silent = { cores: 0, busySeconds: 0, countedSeconds: 0, atSeconds: 0 };
    const start = await startWhenQuiet({ context: busy }, { ...options, read: () => silent });
    expect(start.context.environment).toEqual({ ...busy.environment, busy_cores: null });
    expect([written, warningsOf(start)]).toEqual([[], []]);
  });

  it('that is resumed keeps the busiest of its starts', async () => {
    for (const [first, second, kept] of [
      [0.5, 0.125, 0.5],
      [0.125, 0.1875, 0.1875],
      [null, 0.125, 0.125],
      [undefined, 0.125, 0.125],
    ] as const) {
      const resumed = { ...context, environment: { ...context.environment, busy_cores: first } };
      const start = await startWhenQuiet({ context: resumed }, machine(second).options);
      expect(start.context.environment.busy_cores).toBe(kept);
    }
  });

  it('does not wait on after Ctrl-C', async () => {
    const controller = new AbortController();
    const { read, write, environment } = machine(2).options;
    const start = { context };
    const waiting = startWhenQuiet(start, { read, write, environment, signal: controller.signal });
    controller.abort();
    expect(await waiting).toBe(start);
  });
});

describe('There is no look at the machine', () => {
  it('where several trainings at a time leave no times to judge, or no run is left', async () => {
    const { options, looks } = machine(2);
    const sideBySide = { context: { ...context, settings: { ...context.settings, jobs: 2 } } };
    expect(await startWhenQuiet(sideBySide, options)).toBe(sideBySide);
    const done = { results: [{ dataset_size: 40, individual_runs: [{ run: 1 }] }] } as unknown as BenchmarkRecord;
    const finished = { context, earlier: done };
    expect(await startWhenQuiet(finished, options)).toBe(finished);
    expect(looks()).toBe(0);
  });

  it('where the environment forbids it, as it does for all tests and the commands that they start', async () => {
    const { options, looks } = machine(2);
    const start = { context };
    expect(await startWhenQuiet(start, { ...options, environment: { [WAIT_VARIABLE]: '0' } })).toBe(start);
    expect(await startWhenQuiet(start, { ...options, environment: undefined })).toBe(start);
    expect(looks()).toBe(0);
    expect(process.env[WAIT_VARIABLE]).toBe('0');
  });
});
