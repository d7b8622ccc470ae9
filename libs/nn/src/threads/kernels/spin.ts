/**
 * How long a waiting thread spins before it sleeps. On a core of its own, spinning takes less time than falling asleep
 * and waking. On a busy machine, spinning keeps the thread that it waits for from running. So each thread adapts its
 * own limit: it halves the limit each time that it had to sleep after all, and raises it by an eighth each time that it
 * had not.
 */
import type { FunctionBuilder } from '../../simd/function-builder.js';
import { at, pushAddress } from '../../simd/kernels/loops.js';

/** A few microseconds. */
const LEAST_SPINS = 2000;
const GROWTH_SHIFT = 3;

/**
 * Spins until the condition that `push` puts on the stack holds. It polls at least once, and at most as often as the
 * word says. If that was in vain, the word is halved, down to LEAST_SPINS; if not, it grows by an eighth, up to `most`.
 */
export function emitSpin(f: FunctionBuilder, word: number, most: number, push: () => void): void {
  const [count, left, changed] = Array.from({ length: 3 }, () => f.local('i32'));
  const least = Math.min(LEAST_SPINS, most);
  pushAddress(f, at(word));
  f.emit('i32.load');
  f.tee(count);
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
      f.emit('i32.gt_s');
      f.br_if(again);
    });
  });
  // changed = left > 0 ? min(count + count / 8, most) : max(count / 2, least)
  const shifted = (bits: number): void => {
    f.get(count);
    f.emit('i32.const', bits);
    f.emit('i32.shr_u');
  };
  const limitTo = (limit: number, isBeyond: 'i32.gt_u' | 'i32.lt_u'): void => {
    f.set(changed);
    f.emit('i32.const', limit);
    f.get(changed);
    f.get(changed);
    f.emit('i32.const', limit);
    f.emit(isBeyond);
    f.select('i32');
  };
  pushAddress(f, at(word));
  f.get(count);
  shifted(GROWTH_SHIFT);
  f.emit('i32.add');
  limitTo(most, 'i32.gt_u');
  shifted(1);
  limitTo(least, 'i32.lt_u');
  f.get(left);
  f.emit('i32.const', 0);
  f.emit('i32.gt_s');
  f.select('i32');
  f.emit('i32.store');
}
