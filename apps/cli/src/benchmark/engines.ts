/** The engines by the name that `--engine` takes and the record keeps. */
import {
  createReferenceEngine,
  createRelaxedSimdEngine,
  createSimdEngine,
  createWideSimdEngine,
  hasRelaxedSimd,
  hasSimd,
  type EngineFactory,
} from '@fived/nn';
import { threadedEngineFactory } from '../threads/threaded-engine.js';

/** What creates each engine, what it needs that a runtime may lack, and what to use instead. */
const engines = {
  simd: { create: createSimdEngine, isMet: hasSimd, needs: 'WebAssembly SIMD; use --engine reference' },
  reference: { create: createReferenceEngine, isMet: () => true, needs: 'nothing' },
  'simd-relaxed': {
    create: createRelaxedSimdEngine,
    isMet: hasRelaxedSimd,
    needs: 'relaxed WebAssembly SIMD (Node 21 or later); use --engine simd or --engine reference',
  },
} as const;

export type EngineName = keyof typeof engines;

/** `--engine` of the commands that train. */
export const ENGINE_OPTION = {
  default: 'simd',
  choices: Object.keys(engines) as readonly EngineName[],
  describe:
    'Which engine trains; simd and reference give the same bits, ' +
    'simd-relaxed (fused multiply-add, Node 21 or later) is not bit-identical',
} as const;

/** The engines whose results are the same to the bit, on any machine. */
export const EXACT_ENGINES = ['simd', 'reference'] as const satisfies readonly EngineName[];
export type ExactEngine = (typeof EXACT_ENGINES)[number];

/** `--engine` of the commands whose results must be the same to the bit. */
export const EXACT_ENGINE_OPTION = { default: 'simd', choices: EXACT_ENGINES } as const;

/**
 * V8 reserves some 10 GB of addresses for each WebAssembly.Memory, however small; from Node 24 on it takes less if it
 * must. If it gets none (`ulimit -v`), it throws a RangeError, a class that elsewhere stands for numbers that make no
 * sense.
 */
const sayingWhatToDo =
  (create: EngineFactory): EngineFactory =>
  (options) => {
    try {
      return create(options);
    } catch (error) {
      if (!(error instanceof RangeError && error.message.startsWith('WebAssembly.'))) throw error;
      throw new Error(
        'the system gives the simd engine no memory: it needs up to 10 GB of addresses; ' +
          'raise the limit (ulimit -v), or use --engine reference',
        {
          cause: error,
        },
      );
    }
  };

/** Which engine trains, and how. */
export interface EngineSettings {
  readonly engine: EngineName;
  /** Whether V8 joins pairs of the simd engine's 128-bit vectors into 256-bit ones. */
  readonly wide?: boolean;
  /** How many threads share one training. Default 1. */
  readonly threads?: number;
}

/**
 * The factory of the engine. Only the simd engine has a wide mode, with tiles made for it, and more than one thread.
 */
export function engineFactory({ engine, wide = false, threads = 1 }: EngineSettings): EngineFactory {
  if (threads > 1) return sayingWhatToDo(threadedEngineFactory(threads));
  return sayingWhatToDo(wide ? createWideSimdEngine : engines[engine].create);
}

/**
 * Tells before any training that the runtime cannot run the engine.
 * @throws Error of one line that names the way out
 */
export function checkEngine(name: EngineName): void {
  const { isMet, needs } = engines[name];
  if (!isMet()) throw new Error(`This Node (${process.version}) cannot run the ${name} engine, which needs ${needs}.`);
}
