/**
 * For tests only: loops and work that are known to allocate or leak, or not to. A script: `node cases.js
 * <case>` checks one of them and prints the result as JSON.
 */
import { checkAllocation } from '../check-allocation.js';
import { checkLeak } from '../check-leak.js';
import type { Loop } from '../check-allocation.js';

interface WebAssemblyMemory {
  readonly buffer: ArrayBufferLike;
}
declare const WebAssembly: { readonly Memory: new (size: { readonly initial: number }) => WebAssemblyMemory };

const CELLS = 64;
const SELDOM = 48;
const STEPS = 20_000;
/** About 50 ms of the clean loop, so that V8's compilers, which run beside the program, have finished. */
const WARM_UP_STEPS = 1_000_000;
const RUNS = 200;
const WARM_UP_RUNS = 20;

const cells = new Float64Array(CELLS);
const kept: unknown[] = [];

/** The work of every step: a few additions, no allocation. */
function work(step: number): void {
  for (let cell = 0; cell < CELLS; cell++) cells[cell] += 0.5 * step;
}

function clean(steps: number): void {
  for (let step = 0; step < steps; step++) work(step);
}

function takeViews(steps: number): void {
  for (let step = 0; step < steps; step++) {
    work(step);
    cells[0] += cells.subarray(0, 8).length;
  }
}

/** More functions than V8 inlines into one call, so the numbers that they return cross it in boxes. */
const readers: readonly (() => number)[] = [
  function readFirst() {
    return cells[0] + 0.5;
  },
  () => cells[1] - 0.5,
  () => cells[2] * 0.5,
  () => cells[3] / 3,
  () => Math.sqrt(cells[4] + 0.5),
  () => 0.5 - cells[5],
];

function callReaders(steps: number): void {
  for (let step = 0; step < steps; step++) {
    work(step);
    cells[0] += readers[step % readers.length]();
  }
}

function keepClosures(steps: number): void {
  for (let step = 0; step < steps; step++) {
    work(step);
    kept.push(() => step);
  }
}

/** 32 bytes every 48 steps: no collection and less than 32 kB even in 2K steps, but more in 2K than in K. */
function makeSeldom(steps: number): void {
  for (let step = 0; step < steps; step++) {
    work(step);
    if (step % SELDOM === 0) kept[0] = { step };
  }
}

const loops: Readonly<Record<string, Loop>> = { clean, takeViews, callReaders, keepClosures, makeSeldom };

const works: Readonly<Record<string, (run: number) => unknown>> = {
  'nothing left': () => [new Float64Array(1e6).length, new WebAssembly.Memory({ initial: 16 }).buffer.byteLength],
  'arrays left': (run) => kept.push(new Float64Array(1024).fill(run)),
  'objects left': (run) => kept.push(Array.from({ length: 1024 }, () => ({ run }))),
  'memories left': () => kept.push(new WebAssembly.Memory({ initial: 1 })),
  'views of memories left': () => kept.push(new Float32Array(new WebAssembly.Memory({ initial: 1 }).buffer, 0, 1)),
};

const name = process.argv[2];
const check = Object.hasOwn(loops, name)
  ? await checkAllocation(loops[name], { steps: STEPS, warmUpSteps: WARM_UP_STEPS })
  : await checkLeak(works[name], { runs: RUNS, warmUpRuns: WARM_UP_RUNS });
console.log(JSON.stringify(check));
