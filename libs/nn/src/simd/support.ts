/** What the runtime's WebAssembly supports, found by validating modules of a few bytes. */
import { assemble } from './assembler.js';
import { FunctionBuilder } from './function-builder.js';

const validates = (write: (f: FunctionBuilder) => void): boolean => {
  const f = new FunctionBuilder();
  write(f);
  return typeof WebAssembly === 'object' && WebAssembly.validate(assemble({ pages: 1 }, { f }));
};

/** 128-bit SIMD: in every Node from 16.4 on, and in every current browser. */
export const hasSimd = (): boolean =>
  validates((f) => {
    f.emit('i32.const', 0);
    f.emit('v128.const', [0, 0, 0, 0]);
    f.emit('v128.store');
  });

/** Relaxed SIMD with its fused multiply-add: in Node from 21 on. */
export const hasRelaxedSimd = (): boolean =>
  validates((f) => {
    f.emit('i32.const', 0);
    for (let operand = 0; operand < 3; operand++) f.emit('v128.const', [0, 0, 0, 0]);
    f.emit('f32x4.relaxed_madd');
    f.emit('v128.store');
  });
