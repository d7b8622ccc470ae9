/**
 * What a worker of the threaded engine runs. An application starts its workers with a module of its own (a page's, or
 * Node's). That module calls this one with the data that it was given, and is done when the call returns. Nothing else
 * of the runtime is needed.
 */
import { describeNetwork, type HiddenActivation } from '../network.js';
import type { AdamSettings } from '../engine.js';
import { layoutTeam, MOST_MESSAGE_BYTES, State, type TeamLayout } from './layout.js';
import { Command, createThread } from './thread.js';

/** All that a worker needs to know. It is plain data and the shared memory, so structured cloning can pass it on. */
export interface ThreadData {
  readonly memory: WebAssembly.Memory;
  /** From 1; the calling thread is thread 0. */
  readonly thread: number;
  readonly threadCount: number;
  readonly sizes: readonly number[];
  readonly activation: HiddenActivation;
  readonly batchSize: number;
  readonly trainingRowCount: number;
  readonly validationRowCount: number;
  readonly adam: AdamSettings;
  readonly mostSpins: number;
}

/**
 * Carries out the commands of thread 0 until there are no more, and sleeps in between. Never throws: it reports an
 * error to thread 0, which throws it.
 */
export function serveThread(data: ThreadData): void {
  const { memory, thread, threadCount, sizes, activation, batchSize, trainingRowCount, validationRowCount } = data;
  const shape = {
    network: describeNetwork(sizes, activation),
    batchSize,
    threadCount,
    trainingRowCount,
    validationRowCount,
  };
  const layout = layoutTeam(shape);
  const words = new Int32Array(memory.buffer);
  const state = layout.signals.states[thread] / Int32Array.BYTES_PER_ELEMENT;
  const setState = (value: number): void => {
    Atomics.store(words, state, value);
    Atomics.notify(words, state);
    // thread 0 may be waiting for blocks that will never be done
    if (value !== State.ready) Atomics.notify(words, layout.signals.done / Int32Array.BYTES_PER_ELEMENT);
  };
  try {
    const own = createThread({ ...data, shape }, layout, thread, memory);
    const command = layout.signals.command / Int32Array.BYTES_PER_ELEMENT;
    setState(State.ready);
    for (let last = 0; ;) {
      last = own.kernels.nextCommand(last);
      const kind = words[command + 1];
      if (kind === Command.end) break;
      // if the command is already over, these words may belong to the next one; but then it has no block left
      const done = own.perform(last, kind, words[command + 2], words[command + 3]);
      if (done > 0) own.kernels.report(done);
    }
    setState(State.ended);
  } catch (error) {
    writeMessage(memory, layout, thread, error instanceof Error ? error.message : String(error));
    setState(State.failed);
  }
}

function writeMessage(memory: WebAssembly.Memory, { signals }: TeamLayout, thread: number, message: string): void {
  const at = signals.states[thread] + Int32Array.BYTES_PER_ELEMENT;
  const bytes = new TextEncoder().encode(message).subarray(0, MOST_MESSAGE_BYTES);
  new Int32Array(memory.buffer, at, 1)[0] = bytes.length;
  new Uint8Array(memory.buffer, at + Int32Array.BYTES_PER_ELEMENT, bytes.length).set(bytes);
}

/** What the thread reported when it failed. */
export function readMessage(memory: WebAssembly.Memory, { signals }: TeamLayout, thread: number): string {
  const at = signals.states[thread] + Int32Array.BYTES_PER_ELEMENT;
  const length = new Int32Array(memory.buffer, at, 1)[0];
  // decoders do not accept shared memory
  return new TextDecoder().decode(new Uint8Array(memory.buffer, at + Int32Array.BYTES_PER_ELEMENT, length).slice());
}
