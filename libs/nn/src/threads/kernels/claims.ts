/**
 * How threads divide the blocks of a command while they work on it: work stealing (Blumofe and Leiserson, 1999). Each
 * thread has a queue of neighbouring blocks and takes them from the front, one after another. A thread whose queue is
 * empty steals from the ends of the others. So a slowed core does less, and no thread waits for longer than one block
 * takes. As a rule every thread does the same blocks in every step, and finds their data in its cache.
 *
 * A queue is one 64-bit word: the number of the command, the first block that is left, and the end of the blocks that
 * are left. Compare-and-exchange changes the whole word or nothing. So a thread that arrives late, with the number of
 * an earlier command, takes no block of a later command, and no one has to wait for it.
 */
import { FunctionBuilder, type Local } from '../../simd/function-builder.js';
import { at, pushAddress } from '../../simd/kernels/loops.js';
import { QUEUE_BYTES, type SignalsLayout } from '../layout.js';

const NUMBER_SHIFT = 32;
const FIRST_SHIFT = 16;
const END_MASK = 0xffff;
const NONE = -1;

/** Blocks first .. end - 1 of a command, at most 65,535, in the form that `fillQueue` takes. */
export function blockRange(first: number, end: number): number {
  return (first << FIRST_SHIFT) | end;
}

/** The function (queue, range): fills the queue at that address with these blocks of the next command. */
export function fillQueueKernel({ command }: SignalsLayout): FunctionBuilder {
  const f = new FunctionBuilder(['i32', 'i32']);
  const [queue, range] = f.params;
  f.get(queue);
  pushAddress(f, at(command));
  f.emit('i32.load');
  f.emit('i32.const', 1);
  f.emit('i32.add');
  f.emit('i64.extend_i32_u');
  f.emit('i64.const', NUMBER_SHIFT);
  f.emit('i64.shl');
  f.get(range);
  f.emit('i64.extend_i32_u');
  f.emit('i64.or');
  f.emit('i64.atomic.store');
  return f;
}

/**
 * The function (number) -> a block of that command that no other thread has or will get, or -1 if none is left.
 *
 *     for each queue, the thread's own first, for ever
 *       seen = the queue                             of another command: none is left
 *       empty: the next queue; none after the last
 *       own: take the first block, else the last; it is the thread's if the queue still equals seen, or try again
 */
export function claimKernel({ queues }: SignalsLayout, thread: number, threadCount: number): FunctionBuilder {
  const f = new FunctionBuilder(['i32'], 'i32');
  const [number] = f.params;
  const [queue, untried, first, end, isOwn, block] = Array.from({ length: 6 }, () => f.local('i32'));
  const seen = f.local('i64');
  const set = (local: Local, value: number): void => {
    f.emit('i32.const', value);
    f.set(local);
  };
  set(block, NONE);
  set(queue, queues + thread * QUEUE_BYTES);
  set(untried, threadCount);
  set(isOwn, 1);
  f.block((leave) => {
    f.loop((again) => {
      f.get(queue);
      f.emit('i64.atomic.load');
      f.tee(seen);
      f.emit('i64.const', NUMBER_SHIFT);
      f.emit('i64.shr_u');
      f.emit('i32.wrap_i64');
      f.get(number);
      f.emit('i32.ne');
      f.br_if(leave);
      f.get(seen);
      f.emit('i32.wrap_i64');
      f.tee(end);
      f.emit('i32.const', FIRST_SHIFT);
      f.emit('i32.shr_u');
      f.set(first);
      f.get(end);
      f.emit('i32.const', END_MASK);
      f.emit('i32.and');
      f.set(end);
      f.get(first);
      f.get(end);
      f.emit('i32.ne');
      f.if(() => {
        emitTake();
        f.br_if(leave);
        set(block, NONE);
        f.br(again);
      });
      nextQueue();
      f.br_if(again);
    });
  });
  f.get(block);
  return f;

  /** On the stack: whether the queue still equalled seen. */
  function emitTake(): void {
    // block = first or end - 1
    f.get(first);
    f.get(end);
    f.emit('i32.const', 1);
    f.emit('i32.sub');
    f.get(isOwn);
    f.select('i32');
    f.set(block);
    // the queue becomes seen with first + 1 or end - 1, if it still equals seen
    f.get(queue);
    f.get(seen);
    f.get(seen);
    f.emit('i64.const', 1 << FIRST_SHIFT);
    f.emit('i64.const', -1);
    f.get(isOwn);
    f.select('i64');
    f.emit('i64.add');
    f.emit('i64.atomic.rmw.cmpxchg');
    f.get(seen);
    f.emit('i64.eq');
  }

  /** queue = the next one; the first follows the last. On the stack: how many are untried. */
  function nextQueue(): void {
    set(isOwn, 0);
    // the first queue's address follows the last one's
    f.emit('i32.const', queues);
    f.get(queue);
    f.emit('i32.const', QUEUE_BYTES);
    f.emit('i32.add');
    f.get(queue);
    f.emit('i32.const', queues + (threadCount - 1) * QUEUE_BYTES);
    f.emit('i32.eq');
    f.select('i32');
    f.set(queue);
    f.get(untried);
    f.emit('i32.const', 1);
    f.emit('i32.sub');
    f.tee(untried);
  }
}
