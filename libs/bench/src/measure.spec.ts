import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.js';
import { measureRun, measureRuns, type RunRecord } from './measure.js';

/** A clock that moves only when told to, so that times can be compared exactly. */
const fakeClock = (): Clock & { pass: (seconds: number) => void } => {
  let timeNs = 1n;
  return {
    name: 'fake',
    nowNs: () => timeNs,
    pass: (seconds) => {
      timeNs += BigInt(Math.round(seconds * 1e9));
    },
  };
};

const rejectionOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'did not reject',
    (error: unknown) => error,
  );

describe('measureRun', () => {
  it('records number, time, set-up time and what the task returned', async () => {
    const clock = fakeClock();
    const record = await measureRun(
      {
        setup: ({ run }) => {
          clock.pass(7);
          return `subject ${run}`;
        },
        task: (subject) => {
          clock.pass(2.000000001);
          return subject.toUpperCase();
        },
      },
      { run: 3, cold: false },
      { clock },
    );
    expect(record).toEqual({
      run: 3,
      cold: false,
      elapsedSeconds: 2.000000001,
      setupSeconds: 7,
      value: 'SUBJECT 3',
    });
  });

  it('times asynchronous set-up and task to their ends', async () => {
    const clock = fakeClock();
    const wait = async (seconds: number): Promise<void> => {
      await nextTurn();
      clock.pass(seconds);
    };
    const record = await measureRun(
      { setup: () => wait(0.5), task: () => wait(0.25) },
      { run: 1, cold: false },
      { clock },
    );
    expect(record).toMatchObject({ setupSeconds: 0.5, elapsedSeconds: 0.25 });
  });

  it('calls set-up and task once each', async () => {
    const calls: string[] = [];
    await measureRun({ setup: () => calls.push('setup'), task: () => calls.push('task') }, { run: 1, cold: false });
    expect(calls).toEqual(['setup', 'task']);
  });

  it('keeps its own time when the returned value looks like an instruction to tinybench', async () => {
    const clock = fakeClock();
    const task = (): object => {
      clock.pass(2);
      return { overriddenDuration: 5 };
    };
    const record = await measureRun({ setup: () => null, task }, { run: 1, cold: false }, { clock });
    expect(record).toMatchObject({ elapsedSeconds: 2, value: { overriddenDuration: 5 } });
  });

  it('lets a caller take runs of several subjects in turn', async () => {
    const subjectOf = (size: number) => ({ setup: () => size, task: (n: number) => n });
    const order: [number, number][] = [];
    for (const run of [1, 2]) {
      for (const size of [1000, 2000]) {
        const record = await measureRun(subjectOf(size), { run, cold: false });
        order.push([record.run, record.value]);
      }
    }
    expect(order).toEqual([
      [1, 1000],
      [1, 2000],
      [2, 1000],
      [2, 2000],
    ]);
  });

  const failure = new TypeError('the loss became NaN');
  const fail = (): never => {
    throw failure;
  };

  it.each([
    ['a task', { setup: () => null, task: fail }],
    ['an asynchronous task', { setup: () => null, task: () => Promise.reject(failure) }],
    ['the set-up', { setup: fail, task: () => null }],
    ['an asynchronous set-up', { setup: () => Promise.reject(failure), task: () => null }],
  ])('rejects with the very error of %s', async (_, benchmark) => {
    expect(await rejectionOf(measureRun(benchmark, { run: 1, cold: false }))).toBe(failure);
  });
});

describe('measureRuns', () => {
  it('numbers the runs from 1 and keeps their order', async () => {
    const seen: number[] = [];
    const { runs } = await measureRuns(
      { setup: ({ run }) => run * 10, task: (subject) => seen.push(subject) },
      { runs: 4 },
    );
    expect(seen).toEqual([10, 20, 30, 40]);
    expect(runs.map(({ run, value }) => [run, value])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
  });

  it('leaves set-up, records being written and the cold run out of the times', async () => {
    const clock = fakeClock();
    // Run 1, which is also the cold run's work, takes 2 s, run 2 takes 4 s, run 3 takes 6 s.
    const benchmark = {
      setup: () => {
        clock.pass(50);
        return null;
      },
      task: (_: null, { run, cold }: { run: number; cold: boolean }) => {
        clock.pass(cold ? 1000 : run * 2);
        return run;
      },
    };
    const write = (): void => {
      clock.pass(300);
    };
    const result = await measureRuns(benchmark, { runs: 3, coldRun: true, onColdRun: write, onRun: write, clock });
    expect(result.runs.map((record) => record.elapsedSeconds)).toEqual([2, 4, 6]);
    expect(result.runs.map((record) => record.setupSeconds)).toEqual([50, 50, 50]);
    expect(result.elapsedSeconds).toMatchObject({ count: 3, mean: 4, min: 2, max: 6, median: 4, sampleStd: 2 });
    expect(result.coldRun).toEqual({ run: 1, cold: true, elapsedSeconds: 1000, setupSeconds: 50, value: 1 });
    expect(result.clock).toBe('fake');
  });

  it('starts a run only after the record before it has been written', async () => {
    const events: string[] = [];
    const log =
      (event: string) =>
      (context: { run: number; cold: boolean }): void => {
        events.push(`${context.cold ? 'cold' : 'run'} ${context.run}: ${event}`);
      };
    const write = async (record: RunRecord<void>): Promise<void> => {
      log('writing')(record);
      for (let turn = 0; turn < 5; turn++) await nextTurn();
      log('written')(record);
    };
    await measureRuns(
      {
        setup: log('setup'),
        task: (_, context) => {
          log('task')(context);
        },
      },
      { runs: 2, coldRun: true, onColdRun: write, onRun: write },
    );
    expect(events).toEqual([
      'cold 1: setup',
      'cold 1: task',
      'cold 1: writing',
      'cold 1: written',
      'run 1: setup',
      'run 1: task',
      'run 1: writing',
      'run 1: written',
      'run 2: setup',
      'run 2: task',
      'run 2: writing',
      'run 2: written',
    ]);
  });

  it('has no cold run unless asked', async () => {
    const result = await measureRuns({ setup: () => null, task: (_, { cold }) => cold }, { runs: 1 });
    expect(result.coldRun).toBeNull();
    expect(result.runs.map((record) => record.value)).toEqual([false]);
  });

  it('stops at an error, with the runs before it handed over', async () => {
    const written: number[] = [];
    const failure = new Error('run 3 failed');
    const task = (_: null, { run }: { run: number }): void => {
      if (run === 3) throw failure;
    };
    const measured = measureRuns({ setup: () => null, task }, { runs: 5, onRun: ({ run }) => void written.push(run) });
    expect(await rejectionOf(measured)).toBe(failure);
    expect(written).toEqual([1, 2]);
  });

  it('rejects with the error of a record that could not be written', async () => {
    const failure = new Error('no space left');
    const measured = measureRuns(
      { setup: () => null, task: () => null },
      { runs: 2, onRun: () => Promise.reject(failure) },
    );
    expect(await rejectionOf(measured)).toBe(failure);
  });

  it('finishes and hands over the run under way when aborted, and starts no other', async () => {
    const controller = new AbortController();
    const written: number[] = [];
    const task = (_: null, { run }: { run: number }): void => {
      if (run === 2) controller.abort(new Error('interrupted'));
    };
    const measured = measureRuns(
      { setup: () => null, task },
      { runs: 5, signal: controller.signal, onRun: ({ run }) => void written.push(run) },
    );
    expect(await rejectionOf(measured)).toEqual(new Error('interrupted'));
    expect(written).toEqual([1, 2]);
  });

  it('lets events that abort come through between runs that never give way', async () => {
    const controller = new AbortController();
    let tasks = 0;
    const task = (): void => {
      tasks++;
      if (tasks === 1)
        setImmediate(() => {
          controller.abort();
        });
    };
    await rejectionOf(measureRuns({ setup: () => null, task }, { runs: 5, signal: controller.signal }));
    expect(tasks).toBe(1);
  });

  it('starts nothing under a signal that has already been aborted', async () => {
    const tasks: number[] = [];
    const benchmark = { setup: () => null, task: () => tasks.push(1) };
    const measured = measureRuns(benchmark, {
      runs: 2,
      coldRun: true,
      signal: AbortSignal.abort(new Error('too late')),
    });
    expect(await rejectionOf(measured)).toEqual(new Error('too late'));
    expect(tasks).toEqual([]);
  });

  it.each([0, -1, 1.5, NaN])('refuses %d runs', async (runs) => {
    await expect(measureRuns({ setup: () => null, task: () => null }, { runs })).rejects.toThrow(
      `runs is ${runs}: it must be a positive integer`,
    );
  });

  it('draws the interval with the given seed', async () => {
    const interval = async (seed: number): Promise<unknown> => {
      const clock = fakeClock();
      const task = (_: null, { run }: { run: number }): void => {
        clock.pass(Math.sqrt(run));
      };
      return (await measureRuns({ setup: () => null, task }, { runs: 12, seed, clock })).elapsedSeconds.ci95;
    };
    expect(await interval(1)).toEqual(await interval(1));
    expect(await interval(1)).not.toEqual(await interval(2));
  });
});
