import { describe, expect, it } from 'vitest';
import { assemble } from '../../simd/assembler.js';
import { FunctionBuilder } from '../../simd/function-builder.js';
import { emitSpin } from './spin.js';

const WORD = 128;
const LOOKS = 256;
const FOUND_AT = 260;

/**
 * Spins with a limited number of polls; the condition holds at the poll with the given number. Returns how often it
 * polled, and how many polls are allowed next.
 */
function spin(allowed: number, most: number, foundAt: number): { looks: number; next: number } {
  const f = new FunctionBuilder();
  emitSpin(f, WORD, most, () => {
    // looks = looks + 1; the condition is looks = foundAt
    f.emit('i32.const', LOOKS);
    f.emit('i32.const', LOOKS);
    f.emit('i32.load');
    f.emit('i32.const', 1);
    f.emit('i32.add');
    f.emit('i32.store');
    f.emit('i32.const', LOOKS);
    f.emit('i32.load');
    f.emit('i32.const', FOUND_AT);
    f.emit('i32.load');
    f.emit('i32.eq');
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const words = new Int32Array(memory.buffer);
  words[WORD / 4] = allowed;
  words[FOUND_AT / 4] = foundAt;
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(assemble({ pages: 1 }, { run: f })), {
    env: { memory },
  }).exports;
  (run as () => void)();
  return { looks: words[LOOKS / 4], next: words[WORD / 4] };
}

const NEVER = 0;

describe('A waiting thread', () => {
  it('stops polling once the condition holds, and may poll an eighth longer the next time', () => {
    expect(spin(8000, 100_000, 1)).toEqual({ looks: 1, next: 9000 });
    expect(spin(8000, 100_000, 8000)).toEqual({ looks: 8000, next: 9000 });
  });

  it('polls up to its limit in vain, and half as often the next time', () => {
    expect(spin(8000, 100_000, NEVER)).toEqual({ looks: 8000, next: 4000 });
    expect(spin(8000, 100_000, 8001)).toEqual({ looks: 8000, next: 4000 });
  });

  it(
    'never looks longer than it may at most, nor less than some microseconds, unless it may not ' + 'look that long',
    () => {
      expect(spin(95_000, 100_000, 1).next).toBe(100_000);
      expect(spin(2500, 100_000, NEVER).next).toBe(2000);
      expect(spin(2000, 100_000, NEVER).next).toBe(2000);
      expect(spin(1, 1, NEVER)).toEqual({ looks: 1, next: 1 });
      expect(spin(1, 1, 1)).toEqual({ looks: 1, next: 1 });
    },
  );
});
