import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.js';
import { measureRun } from './measure.js';

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

  it('finishes and hands over a run during which it is aborted', async () => {
    const controller = new AbortController();
    const task = (): number => {
      controller.abort(new Error('interrupted'));
      return 7;
    };
    const measured = measureRun({ setup: () => null, task }, { run: 2, cold: false }, { signal: controller.signal });
    expect(await measured).toMatchObject({ run: 2, value: 7 });
  });

  it('lets events that abort come through between runs that never give way', async () => {
    const controller = new AbortController();
    let tasks = 0;
    const task = (): void => {
      tasks++;
      if (tasks === 1)
        setImmediate(() => {
          controller.abort(new Error('interrupted'));
        });
    };
    const measure = async (): Promise<void> => {
      for (let run = 1; run <= 5; run++)
        await measureRun({ setup: () => null, task }, { run, cold: false }, { signal: controller.signal });
    };
    expect(await rejectionOf(measure())).toEqual(new Error('interrupted'));
    expect(tasks).toBe(1);
  });

  it('starts nothing under a signal that has already been aborted', async () => {
    const calls: string[] = [];
    const benchmark = { setup: () => calls.push('setup'), task: () => calls.push('task') };
    const measured = measureRun(
      benchmark,
      { run: 1, cold: true },
      { signal: AbortSignal.abort(new Error('too late')) },
    );
    expect(await rejectionOf(measured)).toEqual(new Error('too late'));
    expect(calls).toEqual([]);
  });
});
