/** The engines by the name that `--engine` takes and the record keeps. */
import { setFlagsFromString } from 'node:v8';
import {
  createReferenceEngine,
  createSimdEngine,
  createWideSimdEngine,
  simdObstacle,
  type EngineFactory,
} from '@fived/nn';
import { checkNetworkFits } from '../machine-memory.js';
import { tell } from '../terminal.js';
import { threadedEngineFactory } from '../threads/threaded-engine.js';

// Node 20 has WebAssembly's relaxed SIMD, which the simd engine needs, behind a flag of V8. It counts if it is set
// before anything is compiled, so whoever imports this module sets it: commands, their threads and their processes.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

export const ENGINES = ['simd', 'reference'] as const;
export type EngineName = (typeof ENGINES)[number];

/** `--engine` */
export const ENGINE_OPTION = {
  default: 'auto',
  choices: ['auto', ...ENGINES],
  group: 'Running:',
  describe: 'Which engine computes, with the same bits: simd, the plain reference, or simd where this machine can',
} as const;

/**
 * The engine that was asked for. For 'auto' that is simd, or the reference engine where simd cannot be used, which one
 * line on stderr then says.
 * @throws Error of one line with the reason, if simd was asked for by name and cannot be used
 */
export function chooseEngine(asked: (typeof ENGINE_OPTION)['choices'][number]): EngineName {
  if (asked === 'reference') return asked;
  const obstacle = simdObstacle();
  if (obstacle === undefined) return 'simd';
  if (asked === 'simd') {
    throw new Error(`the simd engine cannot be used: ${obstacle}; --engine reference gives the same bits.`);
  }
  tell(`Using the reference engine, slower and with the same bits: ${obstacle}.`);
  return 'reference';
}

/**
 * V8 reserves some 10 GB of addresses for each WebAssembly.Memory, however small; from Node 24 on it takes less if it
 * must. If it gets none (`ulimit -v`), it throws a RangeError, a class that elsewhere stands for numbers that make no
 * sense.
 */
const sayingWhatToDo =
  (create: EngineFactory): EngineFactory =>
  (options) => {
    checkNetworkFits(options.network, options);
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

/** V8's flag for 256-bit vectors; see wide.ts. */
export const REVECTORIZE = '--experimental-wasm-revectorize';

/**
 * The factory of the engine. Only the simd engine has a wide mode, with tiles made for it, and more than one thread.
 *
 * @param wide turns the wide mode on, for all modules that this process compiles from now on (`runsWide` tests it)
 */
export function engineFactory({ engine, wide = false, threads = 1 }: EngineSettings): EngineFactory {
  if (engine === 'reference') return sayingWhatToDo(createReferenceEngine);
  if (wide) setFlagsFromString(REVECTORIZE);
  return sayingWhatToDo(threads > 1 ? threadedEngineFactory(threads) : wide ? createWideSimdEngine : createSimdEngine);
}
