/**
 * How threads divide the blocks of a command among them while they work on it. Each has a queue of neighbouring blocks,
 * from whose front it takes one after the other; one whose queue is empty takes from the ends of the others'. So a core
 * that is slowed down does less, and nobody waits for longer than a block takes; and as a rule everyone does the same
 * blocks in every step, whose data are in its cache. (Work stealing; Blumofe and Leiserson, 1999.)
 *
 * A queue is one word of 64 bits: the number of the command, the first block that is left, and the end of those that
 * are. It changes as a whole or not at all, by compare and exchange: a thread that comes late with the number of an
 * earlier command takes nothing of a later one, which nobody then has to wait for.
 */
import { FunctionBuilder, type Local } from '../../simd/function-builder.js';
import { at, pushAddress } from '../../simd/kernels/loops.js';
import { QUEUE_BYTES, type SignalsLayout } from '../layout.js';

const NUMBER_SHIFT = 32;
const FIRST_SHIFT = 16;
const END_MASK = 0xffff;
const NONE = -1;

/** Blocks first .. end - 1 of a command, at most 65,535, as `fillQueue` takes them. */
export function blockRange(first: number, end: number): number {
  return (first << FIRST_SHIFT) | end;
}

/** The function (queue, range): the queue at that address has these blocks of the next command. */
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
 * The function (number) -> a block of that command that nobody else has or will get, or -1 if none is left.
 *
 *     for each queue, the thread's own first, for ever
 *       seen = the queue                             of another command: none is left
 *       empty: the next queue; none after the last
 *       own: take the first block, else the last; if the queue is still what was seen, it is the thread's, or try again
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

  /** On the stack: whether the queue was still what was seen. */
  function emitTake(): void {
    // block = first or end - 1
    f.get(first);
    f.get(end);
    f.emit('i32.const', 1);
    f.emit('i32.sub');
    f.get(isOwn);
    f.select('i32');
    f.set(block);
    // seen, with first + 1 or end - 1, if the queue is seen
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

  /** queue = the next one, after the last the first; on the stack: whether it is untried. */
  function nextQueue(): void {
    set(isOwn, 0);
    // the address after the last queue is that of the first
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
