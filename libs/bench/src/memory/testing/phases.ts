/** For tests only: phases with known memory. */
import { writeFileSync } from 'node:fs';

interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
}
declare const WebAssembly: { readonly Memory: new (size: { readonly initial: number }) => WebAssemblyMemory };

const MIB = 1024 * 1024;
const KEPT_MIB = 8;
const FLEETING_MIB = 16;
const FLOAT64_BYTES = 8;
const WASM_PAGES = 64;
const SPIN_MS = 200;

interface Context {
  readonly settings: { readonly pidFile?: string };
  kept?: unknown;
  memory?: WebAssemblyMemory;
}

const floats = (mib: number): Float64Array => new Float64Array((mib * MIB) / FLOAT64_BYTES).fill(1);

export const createContext = (settings: Context['settings']): Context => ({ settings });

export const phases = {
  nothing: () => undefined,
  /** 8 MiB that are kept. */
  keep: (context: Context) => {
    context.kept = floats(KEPT_MIB);
  },
  /** 16 MiB that are not kept. */
  fleeting: async () => {
    floats(FLEETING_MIB);
    await Promise.resolve();
  },
  /** About 100 MB of small objects, of which few are alive at any time. */
  churn: () => {
    let last: object = {};
    for (let i = 0; i < 2_000_000; i++) last = { i, last: i % 1000 === 0 ? undefined : last };
    return last;
  },
  forget: (context: Context) => {
    context.kept = undefined;
  },
  /** 4 MiB of WebAssembly memory. */
  webAssembly: (context: Context) => {
    context.memory = new WebAssembly.Memory({ initial: WASM_PAGES });
  },
  spin: () => {
    const until = performance.now() + SPIN_MS;
    while (performance.now() < until);
  },
  fail: () => {
    throw new RangeError('the loss became NaN');
  },
  crash: () => {
    process.abort();
  },
  /** Never yields. */
  hang: ({ settings }: Context) => {
    writeFileSync(settings.pidFile ?? '', String(process.pid));
    for (;;);
  },
};

export const webAssemblyBytes = ({ memory }: Context): number => memory?.buffer.byteLength ?? 0;
