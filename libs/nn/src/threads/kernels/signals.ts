/**
 * How threads wait for each other. Thread 0 gives commands, numbered from 1. The workers count the blocks of a command
 * that they have done (`claims.ts` decides who does which). A waiting thread spins for a while (`spin.ts`) and then
 * sleeps, so that on a busy machine the thread that it waits for can run.
 *
 * No thread that is awake is woken, since waking costs a system call. A sleeper first announces its sleep, and then
 * sleeps only if the number is still the old one. The other side first writes the number, and then checks whether
 * anyone sleeps. All of these operations are sequentially consistent, so at least one of the two sees the other.
 */
import { FunctionBuilder } from '../../simd/function-builder.js';
import { at, pushAddress } from '../../simd/kernels/loops.js';
import type { SignalsLayout } from '../layout.js';
import { emitSpin } from './spin.js';

const FOR_EVER = -1;
/** How long thread 0 sleeps before it checks that the workers are still there. */
const SLICE_NS = 50e6;
const EVERYONE = -1;
const WORD_BYTES = 4;

/**
 * The function (kind, first, count) -> number: gives all workers the next command. The queues must be full, and no
 * block of the last command may be in progress.
 */
export function commandKernel({ command, workersAsleep, done }: SignalsLayout): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32'], 'i32');
  // command[1 .. 3] = kind, first, count
  f.params.forEach((operand, i) => {
    pushAddress(f, at(command));
    f.get(operand);
    f.emit('i32.store', (i + 1) * WORD_BYTES);
  });
  pushAddress(f, at(done));
  f.emit('i32.const', 0);
  f.emit('i32.store');
  // command[0] += 1; now the workers may read the command
  const before = f.local('i32');
  pushAddress(f, at(command));
  f.emit('i32.const', 1);
  f.emit('i32.atomic.rmw.add');
  f.set(before);
  emitWake(f, workersAsleep, command);
  f.get(before);
  f.emit('i32.const', 1);
  f.emit('i32.add');
  return f;
}

/** The function (last) -> number: waits for a command other than the last one. */
export function nextCommandKernel(
  { command, workersAsleep, spinCounts }: SignalsLayout,
  thread: number,
  mostSpins: number,
): FunctionBuilder {
  const f = new FunctionBuilder(['i32'], 'i32');
  const [last] = f.params;
  const number = f.local('i32');
  const ignored = f.local('i32');
  const countSleeper = (change: 1 | -1): void => {
    pushAddress(f, at(workersAsleep));
    f.emit('i32.const', change);
    f.emit('i32.atomic.rmw.add');
    f.set(ignored);
  };
  emitSpin(f, spinCounts[thread], mostSpins, () => {
    pushAddress(f, at(command));
    f.emit('i32.atomic.load');
    f.tee(number);
    f.get(last);
    f.emit('i32.ne');
  });
  // while number = last: sleep
  f.block((awake) => {
    f.loop((again) => {
      f.get(number);
      f.get(last);
      f.emit('i32.ne');
      f.br_if(awake);
      countSleeper(1);
      pushAddress(f, at(command));
      f.get(last);
      f.emit('i64.const', FOR_EVER);
      f.emit('memory.atomic.wait32');
      f.set(ignored);
      countSleeper(-1);
      pushAddress(f, at(command));
      f.emit('i32.atomic.load');
      f.set(number);
      f.br(again);
    });
  });
  f.get(number);
  return f;
}

/** The function (blocks): a worker has done this many of the command's blocks, and finds no more. */
export function reportKernel({ done, leaderAsleep }: SignalsLayout): FunctionBuilder {
  const f = new FunctionBuilder(['i32']);
  const [blocks] = f.params;
  const before = f.local('i32');
  pushAddress(f, at(done));
  f.get(blocks);
  f.emit('i32.atomic.rmw.add');
  f.set(before);
  emitWake(f, leaderAsleep, done);
  return f;
}

/**
 * The function (blocks), for thread 0 -> 1 once the workers have done this many, 0 if they have not after a time slice.
 */
export function awaitReportsKernel(
  { done, leaderAsleep, spinCounts }: SignalsLayout,
  mostSpins: number,
): FunctionBuilder {
  const f = new FunctionBuilder(['i32'], 'i32');
  const [blocks] = f.params;
  const seen = f.local('i32');
  const isThere = f.local('i32');
  const ignored = f.local('i32');
  const pushIsThere = (): void => {
    pushAddress(f, at(done));
    f.emit('i32.atomic.load');
    f.tee(seen);
    f.get(blocks);
    f.emit('i32.eq');
    f.tee(isThere);
  };
  const setAsleep = (asleep: 0 | 1): void => {
    pushAddress(f, at(leaderAsleep));
    f.emit('i32.const', asleep);
    f.emit('i32.atomic.store');
  };
  emitSpin(f, spinCounts[0], mostSpins, pushIsThere);
  f.get(isThere);
  f.emit('i32.eqz');
  f.if(() => {
    setAsleep(1);
    pushAddress(f, at(done));
    f.get(seen);
    f.emit('i64.const', SLICE_NS);
    f.emit('memory.atomic.wait32');
    f.set(ignored);
    setAsleep(0);
    pushIsThere();
    f.set(ignored);
  });
  f.get(isThere);
  return f;
}

/** If anyone sleeps: wakes all who sleep at the word. */
function emitWake(f: FunctionBuilder, asleep: number, word: number): void {
  const woken = f.local('i32');
  pushAddress(f, at(asleep));
  f.emit('i32.atomic.load');
  f.if(() => {
    pushAddress(f, at(word));
    f.emit('i32.const', EVERYONE);
    f.emit('memory.atomic.notify');
    f.set(woken);
  });
}
