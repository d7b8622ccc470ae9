/**
 * The calling thread's side of the team: it starts the workers, gives commands, does its share of them, and waits for
 * the others.
 */
import { noRows, type EngineOptions } from '../engine.js';
import { blockRange } from './kernels/claims.js';
import { QUEUE_BYTES, State, type TeamLayout } from './layout.js';
import { evenRanges, type BlockRange } from './plan.js';
import { Command, createThread, type ThreadKernels, type ThreadOptions } from './thread.js';
import { readMessage, type ThreadData } from './worker.js';

/** A started worker. */
export interface WorkerHandle {
  /** Ends it at once, whatever it does. May be called again. */
  terminate(): void;
  /**
   * False once it has ended, as far as that can be told at once: while the calling thread waits, it gets no callbacks.
   * Omitted where this cannot be told; then a worker counts as gone when it has not answered for `GONE_MS`.
   */
  readonly isAlive?: () => boolean;
}

/**
 * Starts a worker that calls `serveThread` with the data, and returns without waiting for it. The worker should not
 * keep the process alive. `onEnd` must be called when it has ended, with the error that ended it, if any.
 */
export type StartWorker = (data: ThreadData, onEnd: (error?: Error) => void) => WorkerHandle;

export interface Team {
  /** Whether all workers have started. @throws Error if one has failed */
  isReady(): boolean;
  /** Waits until all workers have started. Returns false if they were closed. @throws Error if one fails or is gone */
  becomeReady(): boolean;
  /**
   * Carries out a command on all threads, which must be ready, and returns when all of it is done. @throws Error if a
   * worker fails or is gone
   */
  perform(kind: number, first: number, count: number): void;
  readonly kernels: ThreadKernels;
  /** Lets the workers end. */
  close(): void;
}

/** Blocks take milliseconds at most. A worker that got no processor for this long will never get one. */
const GONE_MS = 30_000;
/** The time between two checks that the workers are alive. */
const SLICE_MS = 50;

export function createTeam(
  options: EngineOptions,
  threadOptions: ThreadOptions,
  layout: TeamLayout,
  memory: WebAssembly.Memory,
  startWorker: StartWorker,
  now: () => number,
): Team {
  const { network, adam, training = noRows, validation = noRows } = options;
  const { batchSize, threadCount } = threadOptions.shape;
  const { queues, states } = layout.signals;
  const command = layout.signals.command / Int32Array.BYTES_PER_ELEMENT;
  const own = createThread(threadOptions, layout, 0, memory);
  const words = new Int32Array(memory.buffer);
  const stateOf = (thread: number): number => Atomics.load(words, states[thread] / Int32Array.BYTES_PER_ELEMENT);
  /** Why the workers are of no more use: this error, or they were closed. */
  let failure: Error | undefined;
  let isClosed = false;
  let allReady = false;
  let checkedMs = now();

  const failureOf = (who: string, why: string): Error =>
    new Error(`${who} of ${threadCount} failed: ${why}. The training cannot go on.`);
  const ended = (thread: number, why: string): Error => failureOf(`Thread ${thread}`, why);

  const workers = Array.from({ length: threadCount - 1 }, (_, i) => {
    const thread = i + 1;
    return startWorker(
      {
        memory,
        thread,
        threadCount,
        sizes: network.sizes,
        activation: network.activation,
        batchSize,
        trainingRowCount: training.rowCount,
        validationRowCount: validation.rowCount,
        adam,
        mostSpins: threadOptions.mostSpins,
      },
      (error) => {
        if (!isClosed && stateOf(thread) !== State.failed) failure ??= ended(thread, error?.message ?? 'it ended');
      },
    );
  });

  /** @throws Error if a worker has failed */
  const check = (): void => {
    for (let thread = 1; failure === undefined && thread < threadCount; thread++) {
      if (stateOf(thread) === State.failed) failure = ended(thread, readMessage(memory, layout, thread));
      else if (workers[thread - 1].isAlive?.() === false) failure = ended(thread, 'it ended');
    }
    if (failure !== undefined) fail(failure);
    checkedMs = now();
  };

  const fail = (error: Error): never => {
    close();
    throw error;
  };

  /** Returns a check to repeat while waiting. */
  const lookingAfter = (who: string): (() => void) => {
    const since = now();
    return () => {
      check();
      if (now() - since > GONE_MS) fail((failure = failureOf(who, `it has not answered for ${GONE_MS / 1000} s`)));
    };
  };

  const waitFor = (blocks: number): void => {
    if (own.kernels.awaitReports(blocks) !== 0) return;
    const lookAfter = lookingAfter('A thread');
    do lookAfter();
    while (own.kernels.awaitReports(blocks) === 0);
  };

  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    // repeats the last operands: after a failure another worker may be about to read them
    own.kernels.command(Command.end, words[command + 2], words[command + 3]);
    // a worker that has failed, or has not begun, would not see the command
    for (const worker of workers) worker.terminate();
  };

  /** Each thread's blocks of a command, before any are stolen. */
  const rangesOf = (kind: number, count: number): readonly BlockRange[] => {
    switch (kind) {
      case Command.rows:
      case Command.predict:
        return rowRanges[Math.ceil(count / layout.rowsPerBlock)];
      case Command.validate:
        return validationRanges;
      default:
        return layout.parameters.ranges;
    }
  };
  const rowRanges = Array.from({ length: Math.ceil(batchSize / layout.rowsPerBlock) + 1 }, (_, blocks) =>
    evenRanges(blocks, threadCount),
  );
  const validationRanges = evenRanges(Math.ceil(validation.rowCount / layout.validationRowsPerBlock), threadCount);

  return {
    kernels: own.kernels,
    isReady(): boolean {
      // check between two commands too: the others would do a dead worker's part, and no one would notice
      if (failure !== undefined || now() - checkedMs > SLICE_MS) check();
      if (isClosed) return false;
      if (allReady) return true;
      for (let thread = 1; thread < threadCount; thread++) {
        if (stateOf(thread) === State.failed) check();
      }
      allReady = states.every((_, thread) => thread === 0 || stateOf(thread) === State.ready);
      return allReady;
    },
    becomeReady(): boolean {
      if (failure !== undefined || now() - checkedMs > SLICE_MS) check();
      for (let thread = 1; !isClosed && !allReady && thread < threadCount; thread++) {
        const lookAfter = lookingAfter(`Thread ${thread}`);
        const state = states[thread] / Int32Array.BYTES_PER_ELEMENT;
        while (Atomics.wait(words, state, State.starting, SLICE_MS) === 'timed-out') lookAfter();
        check();
      }
      allReady = true;
      return !isClosed;
    },
    perform(kind, first, count): void {
      const ranges = rangesOf(kind, count);
      for (let thread = 0; thread < threadCount; thread++) {
        own.kernels.fillQueue(queues + thread * QUEUE_BYTES, blockRange(ranges[thread].first, ranges[thread].end));
      }
      const number = own.kernels.command(kind, first, count);
      const others = ranges[threadCount - 1].end - own.perform(number, kind, first, count);
      if (others > 0) waitFor(others);
    },
    close,
  };
}
