/**
 * How threads wait for each other: thread 0 gives commands, numbered from 1, and the workers answer with the number of the
 * last one that they have carried out. Who waits looks some thousand times, which on a core of its own takes less than a
 * core needs to fall asleep and wake, and then sleeps, so that on a busy machine whom it waits for can run.
 *
 * Nobody is woken who is awake, since that costs as much as a call of the system. A sleeper says so first and then sleeps only if
 * the number is still the old one; the other side writes the number first and then looks whether anyone sleeps. All of
 * these are sequentially consistent, so that at least one of the two sees the other.
 */
import { FunctionBuilder } from '../../simd/function-builder.js';
import { at, pushAddress } from '../../simd/kernels/loops.js';
import type { SignalsLayout } from '../layout.js';

const FOR_EVER = -1;
/** How long thread 0 sleeps before it looks whether the worker is still there. */
const SLICE_NS = 50e6;
const EVERYONE = -1;
const WORD_BYTES = 4;

/** The function (kind, first, count): gives all workers the next command. */
export function commandKernel({ command, workersAsleep }: SignalsLayout): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32', 'i32']);
  // command[1 .. 3] = kind, first, count
  f.params.forEach((operand, i) => {
    pushAddress(f, at(command));
    f.get(operand);
    f.emit('i32.store', (i + 1) * WORD_BYTES);
  });
  // command[0] += 1, after which the workers may read them
  const before = f.local('i32');
  pushAddress(f, at(command));
  f.emit('i32.const', 1);
  f.emit('i32.atomic.rmw.add');
  f.set(before);
  emitWake(f, workersAsleep, command);
  return f;
}

/** The function (last) -> number: waits for a command that is not the last one. */
export function nextCommandKernel({ command, workersAsleep }: SignalsLayout, spinCount: number): FunctionBuilder {
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
  emitSpin(f, spinCount, () => {
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

/** The function (number): the worker has carried out that command. */
export function answerKernel({ answers, leaderAsleep }: SignalsLayout, thread: number): FunctionBuilder {
  const f = new FunctionBuilder(['i32']);
  const [number] = f.params;
  pushAddress(f, at(answers[thread]));
  f.get(number);
  f.emit('i32.atomic.store');
  emitWake(f, leaderAsleep, answers[thread]);
  return f;
}

/** The function (answer) -> 1 if the worker whose answer lies there has carried out the last command, 0 if it has not after a slice of time. */
export function awaitAnswerKernel({ command, leaderAsleep }: SignalsLayout, spinCount: number): FunctionBuilder {
  const f = new FunctionBuilder(['i32'], 'i32');
  const [answer] = f.params;
  const seen = f.local('i32');
  const isThere = f.local('i32');
  const ignored = f.local('i32');
  const pushIsThere = (): void => {
    f.get(answer);
    f.emit('i32.atomic.load');
    f.tee(seen);
    pushAddress(f, at(command));
    f.emit('i32.load');
    f.emit('i32.eq');
    f.tee(isThere);
  };
  const setAsleep = (asleep: 0 | 1): void => {
    pushAddress(f, at(leaderAsleep));
    f.emit('i32.const', asleep);
    f.emit('i32.atomic.store');
  };
  emitSpin(f, spinCount, pushIsThere);
  f.get(isThere);
  f.emit('i32.eqz');
  f.if(() => {
    setAsleep(1);
    f.get(answer);
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

/** Until the condition that `push` puts on the stack holds, but at most `times`, at least once. */
function emitSpin(f: FunctionBuilder, times: number, push: () => void): void {
  const left = f.local('i32');
  f.emit('i32.const', Math.max(1, times));
  f.set(left);
  f.block((leave) => {
    f.loop((again) => {
      push();
      f.br_if(leave);
      f.get(left);
      f.emit('i32.const', 1);
      f.emit('i32.sub');
      f.tee(left);
      f.emit('i32.const', 0);
      f.emit('i32.gt_u');
      f.br_if(again);
    });
  });
}

/** If anyone sleeps: wake all who do so at the word. */
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
