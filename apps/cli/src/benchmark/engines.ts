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

const engines = {
  simd: createSimdEngine,
  reference: createReferenceEngine,
  'simd-relaxed': createRelaxedSimdEngine,
} satisfies Readonly<Record<string, EngineFactory>>;

export type EngineName = keyof typeof engines;

export const engineNames = Object.keys(engines) as readonly EngineName[];

/** What `--help` says about the engines. */
export const ENGINES_HELP =
  'Which engine trains; simd and reference give the same bits, ' +
  'simd-relaxed (fused multiply-add, Node 21 or later) is not bit-identical';

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

export interface EngineChoice {
  readonly engine: EngineName;
  readonly wide: boolean;
  /** Default 1. */
  readonly threads?: number;
}

/**
 * The factory of the engine. Only the simd engine has a wide mode, with tiles made for it, and more than one thread.
 */
export function engineFactory({ engine, wide, threads = 1 }: EngineChoice): EngineFactory {
  return sayingWhatToDo(threads > 1 ? threadedEngineFactory(threads) : wide ? createWideSimdEngine : engines[engine]);
}

/** What an engine needs that a runtime may lack, and what to use instead. */
const needs: Readonly<Record<EngineName, { readonly isMet: () => boolean; readonly what: string }>> = {
  simd: { isMet: hasSimd, what: 'WebAssembly SIMD; use --engine reference' },
  reference: { isMet: () => true, what: 'nothing' },
  'simd-relaxed': {
    isMet: hasRelaxedSimd,
    what: 'relaxed WebAssembly SIMD (Node 21 or later); use --engine simd or --engine reference',
  },
};

/**
 * Tells before any training that the runtime cannot run the engine.
 * @throws Error of one line that names the way out
 */
export function checkEngine(name: EngineName): void {
  const { isMet, what } = needs[name];
  if (!isMet()) throw new Error(`This Node (${process.version}) cannot run the ${name} engine, which needs ${what}.`);
}
