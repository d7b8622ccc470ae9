/**
 * The processor's peak with 128-bit vectors when multiply and add stay two operations. The loops work in registers
 * only, on independent chains.
 *
 * A multiplication takes up to four cycles, and a processor may begin three or four of these operations a cycle, so
 * twelve chains or more are needed. Fourteen chains and the constant fill the fifteen registers that V8 has to give.
 * Each turn of the loop has many rounds, or the loop's own instructions would count. The best share of products depends
 * on the processor's ports, so two shares are tried, and the faster one is the peak.
 *
 * GFLOP/s on an Intel Xeon that begins three a cycle (35.4 at 2.95 GHz), Node 20 / 24, products + sums: 6 + 6 and 8
 * rounds 31.3 / 32.9, 7 + 7 and 8 rounds 33.1 / 34.7, 7 + 7 and 32 rounds 34.1 / 34.8, 6 + 8 and 32 rounds 34.5 / 34.5.
 */
import { FunctionBuilder } from '@fived/nn/kernels';
import { emittedKernel } from './emitted.js';
import type { KernelUnderTest } from './measure.js';

const CHAINS = 14;
/** How many of the chains are products. */
const PRODUCTS_TRIED = [7, 6];
const ROUNDS = 32;
const TURNS = 50;
const LANES = 4;
const VECTOR_BYTES = 16;

/** The loops that are measured. The fastest is the peak. */
export const peakKernels = (): readonly KernelUnderTest[] => PRODUCTS_TRIED.map(peakKernel);

function peakKernel(productCount: number): KernelUnderTest {
  const body = new FunctionBuilder();
  const turns = body.local('i32');
  const [one, ...chains] = Array.from({ length: 1 + CHAINS }, () => body.local('v128'));
  // products and sums alternate as long as there are both: product, sum, product, sum ...
  const isProduct = (i: number): boolean => i % 2 === 0 && i < 2 * productCount;

  // one and all chains come from memory, so that V8 cannot compute with them beforehand
  [one, ...chains].forEach((vector, i) => {
    body.emit('i32.const', 0);
    body.emit('v128.load', i * VECTOR_BYTES);
    body.set(vector);
  });
  // do, ROUNDS times:  chain[i] = chain[i] * one, or chain[i] + one
  // while --turns
  body.emit('i32.const', TURNS);
  body.set(turns);
  body.loop((again) => {
    for (let round = 0; round < ROUNDS; round++) {
      chains.forEach((chain, i) => {
        body.get(chain);
        body.get(one);
        body.emit(isProduct(i) ? 'f32x4.mul' : 'f32x4.add');
        body.set(chain);
      });
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
    body.emit('v128.store', (1 + CHAINS + i) * VECTOR_BYTES);
  });

  return emittedKernel({
    group: 'registers only',
    name: `${productCount} products, ${CHAINS - productCount} sums`,
    flops: TURNS * ROUNDS * CHAINS * LANES,
    body,
    byteLength: (1 + 2 * CHAINS) * VECTOR_BYTES,
    fill: (memory) => memory.fill(1),
  });
}
