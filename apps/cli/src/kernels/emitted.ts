/** Makes a kernel of one emitted function, with a memory of its own. */
import { assemble, type FunctionBuilder } from '@fived/nn/kernels';
import type { KernelUnderTest } from './measure.js';

/**
 * The part of WebAssembly that is used here. Its types come with those of a web page, which a command should not see.
 */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

const PAGE_BYTES = 65536;

export interface EmittedKernel extends Omit<KernelUnderTest, 'run'> {
  /** A function without parameters and results. */
  readonly body: FunctionBuilder;
  readonly byteLength: number;
  /** Fills the memory before the first call. */
  readonly fill: (memory: Float32Array) => void;
  /** Functions that are called once after that, likewise without parameters and results. */
  readonly prepare?: readonly FunctionBuilder[];
}

/** @throws what compiling throws where the runtime lacks the instructions */
export function emittedKernel({ body, byteLength, fill, prepare = [], ...kernel }: EmittedKernel): KernelUnderTest {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(byteLength / PAGE_BYTES) });
  fill(new Float32Array(memory.buffer));
  const functions = Object.fromEntries([body, ...prepare].map((f, i) => [`f${i}`, f]));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble({ pages: 1 }, functions)), {
    env: { memory },
  });
  const [call, ...preparations] = Object.keys(functions).map((name) => exports[name] as () => void);
  for (const once of preparations) once();
  return {
    ...kernel,
    run(times) {
      for (let i = 0; i < times; i++) call();
    },
  };
}
