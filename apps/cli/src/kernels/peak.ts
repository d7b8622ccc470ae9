/**
 * The processor's peak with 128-bit vectors: fused multiply-adds in registers only, on independent chains.
 *
 * A multiply-add takes four cycles, and a processor begins two a cycle, so eight chains or more are needed. Twelve
 * chains and two constants are what a tile of the products holds, within the fifteen registers that V8 has to give.
 * Each turn of the loop has many rounds, or the loop's own instructions would count.
 */
import { FunctionBuilder } from '@fived/nn/kernels';
import { emittedKernel } from './emitted.js';
import type { KernelUnderTest } from './measure.js';

const CHAINS = 12;
const ROUNDS = 32;
const TURNS = 50;
const LANES = 4;
const VECTOR_BYTES = 16;

/** @throws what compiling throws where the runtime lacks the instructions */
export function peakKernel(): KernelUnderTest {
  const body = new FunctionBuilder();
  const turns = body.local('i32');
  const [a, b, ...chains] = Array.from({ length: 2 + CHAINS }, () => body.local('v128'));

  // all of them come from memory, so that V8 cannot compute with them beforehand
  [a, b, ...chains].forEach((vector, i) => {
    body.emit('i32.const', 0);
    body.emit('v128.load', i * VECTOR_BYTES);
    body.set(vector);
  });
  // do, ROUNDS times:  chain[i] = a * b + chain[i]
  // while --turns
  body.emit('i32.const', TURNS);
  body.set(turns);
  body.loop((again) => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const chain of chains) {
        for (const operand of [a, b, chain]) body.get(operand);
        body.emit('f32x4.relaxed_madd');
        body.set(chain);
      }
    }
    body.get(turns);
    body.emit('i32.const', 1);
    body.emit('i32.sub');
    body.tee(turns);
    body.br_if(again);
  });
  // the chains are stored, or V8 would leave them out
  chains.forEach((vector, i) => {
    body.emit('i32.const', 0);
    body.get(vector);
    body.emit('v128.store', (2 + CHAINS + i) * VECTOR_BYTES);
  });

  return emittedKernel({
    group: 'registers only',
    name: 'fused multiply-adds',
    flops: 2 * TURNS * ROUNDS * CHAINS * LANES,
    body,
    byteLength: (2 + 2 * CHAINS) * VECTOR_BYTES,
    fill: (memory) => memory.fill(2 ** -20),
  });
}
