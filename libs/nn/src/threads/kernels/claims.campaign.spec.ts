import { defaultRng } from '@fived/random';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, inject, it } from 'vitest';
import { describeNetwork } from '../../network.js';
import { assemble } from '../../simd/assembler.js';
import { layoutTeam, QUEUE_BYTES } from '../layout.js';
import { blockRange, claimKernel, fillQueueKernel } from './claims.js';
import { commandKernel } from './signals.js';

/** The number of random orders in which blocks are claimed. */
const ORDERS = { short: 18, medium: 100, full: 1000 }[inject('campaign')];
/** The number of commands whose blocks four threads claim at the same time. */
const COMMANDS = { short: 6, medium: 20, full: 200 }[inject('campaign')];

interface Claims {
  fillQueue(queue: number, range: number): void;
  command(kind: number, first: number, count: number): number;
  claim(number: number): number;
}

/** The modules of several threads, over one memory. */
function claimsOf(threadCount: number) {
  const { signals, byteLength } = layoutTeam({
    network: describeNetwork([1, 1]),
    batchSize: 1,
    threadCount,
    trainingRowCount: 1,
    validationRowCount: 0,
  });
  const pages = Math.ceil(byteLength / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const modules = Array.from({ length: threadCount }, (_, thread) =>
    assemble(
      { pages: 1, shared: true },
      {
        fillQueue: fillQueueKernel(signals),
        command: commandKernel(signals),
        claim: claimKernel(signals, thread, threadCount),
      },
    ),
  );
  const threads = modules.map(
    (bytes) =>
      new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports as unknown as Claims,
  );
  const give = (ends: readonly number[]): number => {
    ends.forEach((end, thread) => {
      threads[0].fillQueue(signals.queues + thread * QUEUE_BYTES, blockRange(ends[thread - 1] ?? 0, end));
    });
    return threads[0].command(0, 0, 0);
  };
  return { memory, modules, signals, threads, give };
}

describe('A thread that claims a block', () => {
  it('gets its own blocks from the first on, and then those of the next threads from the last on', () => {
    const { threads, give } = claimsOf(3);
    const number = give([3, 5, 7]);
    const claimed = (thread: number, times: number): number[] =>
      Array.from({ length: times }, () => threads[thread].claim(number));
    expect(claimed(2, 5)).toEqual([5, 6, 2, 1, 0]);
    expect(claimed(1, 2)).toEqual([3, 4]);
    expect(threads.map((thread) => thread.claim(number))).toEqual([-1, -1, -1]);
  });

  it('gets nothing of a later command than its own, nor of an earlier one', () => {
    const { threads, give } = claimsOf(2);
    const number = give([2, 4]);
    expect(threads[1].claim(number)).toBe(2);
    const next = give([2, 4]);
    expect(threads[1].claim(number)).toBe(-1);
    expect(threads[0].claim(number)).toBe(-1);
    expect(threads[1].claim(next + 1)).toBe(-1);
    expect(threads[1].claim(next)).toBe(2);
  });

  it('gets each block once, in any order of claims, with any blocks, also after the number has gone round', () => {
    for (let seed = 0; seed < ORDERS; seed++) {
      const random = defaultRng(seed);
      const threadCount = random.integers(1, 9);
      const { memory, signals, threads, give } = claimsOf(threadCount);
      new Int32Array(memory.buffer)[signals.command / 4] = [0, -3, 2 ** 31 - 3][seed % 3];
      for (let command = 0; command < 6; command++) {
        let total = 0;
        const number = give(threads.map(() => (total += random.integers(0, 40))));
        const claimed: number[] = [];
        const left = [...threads.keys()];
        while (left.length > 0) {
          const at = random.integers(0, left.length);
          const block = threads[left[at]].claim(number);
          if (block < 0) left.splice(at, 1);
          else claimed.push(block);
        }
        expect(claimed.sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, block) => block));
      }
    }
  });

  it('gets each block once where four threads claim at the same time', async () => {
    const BLOCKS = 30_000;
    const { memory, modules, threads, give } = claimsOf(4);
    const owners = new Int32Array(new SharedArrayBuffer(4 * BLOCKS));
    const code = `
      const { parentPort, workerData: { memory, bytes, owners } } = require('node:worker_threads');
      const { claim } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports;
      parentPort.postMessage('ready');
      parentPort.on('message', (number) => {
        for (let block = claim(number); block >= 0; block = claim(number)) Atomics.add(owners, block, 1);
        parentPort.postMessage('done');
      });`;
    const workers = modules
      .slice(1)
      .map((bytes) => new Worker(code, { eval: true, workerData: { memory, bytes, owners } }));
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    for (let command = 1; command <= COMMANDS; command++) {
      const number = give([BLOCKS / 2, BLOCKS / 2 + 10, BLOCKS / 2 + 10, BLOCKS]);
      const ends = workers.map((worker) => once(worker, 'message'));
      for (const worker of workers) worker.postMessage(number);
      for (let block = threads[0].claim(number); block >= 0; block = threads[0].claim(number))
        Atomics.add(owners, block, 1);
      await Promise.all(ends);
      expect(owners.every((count) => count === command)).toBe(true);
    }
    await Promise.all(workers.map((worker) => worker.terminate()));
  });
});
