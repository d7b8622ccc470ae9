/**
 * Timing of one function, run by run, with tinybench.
 *
 * A run is one tinybench benchmark of one iteration. tinybench could do all runs in one benchmark, but it sorts its
 * samples, so a time could no longer be matched with its run's seed, and nothing would be left if it were killed. Run
 * by run, each record is complete before the next run starts, and a caller may interleave runs of several subjects in
 * any order. tinybench's own statistics (Student's t) are not used; see statistics.ts.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Bench, nToMs, type TimestampProvider } from 'tinybench';
import { type Clock, secondsBetween, systemClock } from './clock.js';

/** The current run. A cold run does the work of the run whose number it has. */
export interface RunContext {
  /** From 1. Callers derive the run's seed from it. */
  readonly run: number;
  readonly cold: boolean;
}

/** What is measured: the time of `task`, on the input that `setup` freshly builds outside the timed part. */
export interface Benchmark<Subject, Value> {
  readonly setup: (context: RunContext) => Subject | Promise<Subject>;
  readonly task: (subject: Subject, context: RunContext) => Value | Promise<Value>;
}

/** One measured run. */
export interface RunRecord<Value> extends RunContext {
  /** The time of `task`. */
  readonly elapsedSeconds: number;
  /** The time of `setup`, which is not part of `elapsedSeconds`. */
  readonly setupSeconds: number;
  /** What `task` returned. */
  readonly value: Value;
}

export interface MeasureOptions {
  /** Aborting it stops before the next run. A run in progress is finished and recorded first. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

const timestampsOf = ({ name, nowNs }: Clock): TimestampProvider => ({
  name,
  fn: nowNs,
  toMs: nToMs,
  fromMs: (ms) => BigInt(Math.round(ms * 1e6)),
});

/**
 * Sets up and times one run, and records it.
 *
 * First, the event loop gets one turn. So work left behind by the previous run falls outside this one, and a signal
 * handler (Ctrl-C) can abort even if setup and task never yield.
 * @throws whatever `setup` or `task` throws (a value that is not an Error arrives wrapped in one), or the signal's
 * reason.
 */
export async function measureRun<Subject, Value>(
  benchmark: Benchmark<Subject, Value>,
  context: RunContext,
  { signal, clock = systemClock }: MeasureOptions = {},
): Promise<RunRecord<Value>> {
  await nextTurn();
  signal?.throwIfAborted();

  // Each has one element once setup and task have ended.
  const subjects: Subject[] = [];
  const values: Value[] = [];
  let setupSeconds = 0;
  const bench = new Bench({
    time: 0,
    iterations: 1,
    warmup: false,
    retainSamples: true,
    throws: true,
    timestampProvider: timestampsOf(clock),
  });
  bench.add(
    `run ${context.run}`,
    // Returns nothing, because tinybench would take a field `overriddenDuration` of a returned value for the time.
    async () => {
      values.push(await benchmark.task(subjects[0], context));
    },
    {
      // Stated, because otherwise tinybench may have to find out, by calling the task once outside the hooks.
      async: true,
      beforeEach: async () => {
        const startNs = clock.nowNs();
        subjects.push(await benchmark.setup(context));
        setupSeconds = secondsBetween(startNs, clock.nowNs());
      },
    },
  );
  const [{ result }] = await bench.run();
  if (result.state !== 'completed' || result.latency.samples === undefined) {
    throw new Error(`run ${context.run} left no sample: tinybench ended it as "${result.state}", not "completed"`);
  }
  return {
    run: context.run,
    cold: context.cold,
    // Converts tinybench's milliseconds back to the whole nanoseconds that the clock counted.
    elapsedSeconds: Math.round(result.latency.samples[0] * 1e6) / 1e9,
    setupSeconds,
    value: values[0],
  };
}
