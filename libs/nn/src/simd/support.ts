/**
 * Whether the SIMD engine can give the reference engine's bits here.
 *
 * It needs `f32x4.relaxed_madd` to be a fused multiply-add. WebAssembly lets the runtime round twice instead, where the
 * processor has no such instruction; but its choice holds as long as a program runs, so trying it once decides. And it
 * needs a little-endian processor: WebAssembly's memory is always little-endian, typed arrays are as the processor is.
 */
import { assemble } from './assembler.js';
import { FunctionBuilder } from './function-builder.js';
import { get } from './kernels/expressions.js';
import { vector } from './kernels/lanes.js';

const u = 2 ** -23; // the unit of 1
const LARGEST = 2 ** 128 - 2 ** 104;

/** a, b, c and a * b + c rounded once. Rounding the product, or taking denormals for zero, gives another number. */
const VECTORS: readonly (readonly [number, number, number, number])[] = [
  [1 + 2 ** -12, 1 + 2 ** -12, -(1 + 2 ** -11), 2 ** -24],
  [1 + u, 1 - u, 2 ** 24 + 2, 2 ** 24 + 2],
  [-(1 + u), 1 - u, -(2 ** 24 + 2), -(2 ** 24 + 2)],
  [2 ** 12 + 1, 2 ** 12 + 1, 2 ** -149, 2 ** 24 + 2 ** 13 + 2],
  [2 ** 12 + 1, 2 ** 12 + 1, -(2 ** -149), 2 ** 24 + 2 ** 13],
  [2 ** -75, 2 ** -75, 2 ** -149, 2 ** -148],
  [2 ** 52 * (1 + u), 2 ** 51 * (1 - u), LARGEST, LARGEST],
  [2 ** 127, 2, -LARGEST, 2 ** 104],
];

/** `f32x4.relaxed_madd` by itself: four of each operand, and the results of `run`. */
export function relaxedMultiplyAdd(): Record<'a' | 'b' | 'c' | 'result', Float32Array> & { run: () => void } {
  const f = new FunctionBuilder();
  const zero = f.local('i32');
  const [a, b, c] = [0, 1, 2].map((operand) => vector.load(get(zero), operand * vector.bytes));
  vector.store(f, get(zero), vector.multiplyAdd(a, b, c), 3 * vector.bytes);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(assemble({ pages: 1 }, { run: f }));
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports as { run: () => void };
  const floats = (operand: number): Float32Array => new Float32Array(memory.buffer, operand * vector.bytes, 4);
  return { a: floats(0), b: floats(1), c: floats(2), result: floats(3), run };
}

function findObstacle(): string | undefined {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) return 'this processor is big-endian, WebAssembly is not';
  if (typeof WebAssembly !== 'object') return 'this runtime has no WebAssembly';
  let machine: ReturnType<typeof relaxedMultiplyAdd>;
  try {
    machine = relaxedMultiplyAdd();
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) {
      return 'this runtime has no relaxed SIMD (Node 20 needs --experimental-wasm-relaxed-simd for it)';
    }
    if (!(error instanceof RangeError)) throw error;
    return 'the system gives WebAssembly no memory: it needs up to 10 GB of addresses (ulimit -v)';
  }
  const { a, b, c, result, run } = machine;
  const isFused = VECTORS.every((of) => {
    [a, b, c].forEach((operand, i) => operand.fill(of[i]));
    run();
    return result.every((value) => value === of[3]);
  });
  return isFused ? undefined : 'this machine rounds twice in a multiply-add (its processor may lack FMA3)';
}

let found: { readonly obstacle: string | undefined } | undefined;

/**
 * Why the SIMD engine cannot be used here, as half a sentence; undefined if it can. The first call decides for good: on
 * Node 20, turn relaxed SIMD on before it (`v8.setFlagsFromString('--experimental-wasm-relaxed-simd')`).
 */
export function simdObstacle(): string | undefined {
  found ??= { obstacle: findObstacle() };
  return found.obstacle;
}
