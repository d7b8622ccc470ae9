/** The programs that are compared: how each is prepared and started, and how it differs from the published training. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { OUR_PEER } from '@fived/records';
import { OUR_RUNNER, RUNNERS } from './places.js';
import { prepareJavascript } from './prepare/javascript.js';
import { prepareNative, type NativeProgram } from './prepare/native.js';
import { preparePython } from './prepare/python.js';
import type { PrepareContext } from './prepare/step.js';
import { ProgramError, type Program } from './program.js';

export interface PeerDefinition {
  readonly name: string;
  /** What it leaves out or does differently; undefined if nothing. */
  readonly differs?: string;
  /** Whether it needs minutes for 300 epochs. Then it trains for fewer, and its time is scaled. */
  readonly isSlow?: boolean;
  /**
   * Installs or compiles what it needs. Resolves to how it is started, without rows, epochs, seed and threads.
   * @throws ProgramError that says why it cannot be had
   */
  readonly prepare: (context: PrepareContext) => Program | Promise<Program>;
}

const node = (...args: readonly string[]): Program => ({ command: process.execPath, args });

const REVECTORIZE = '--experimental-wasm-revectorize';
const LEAST_WIDE_NODE = 24;

const prepareWide = (): Program => {
  const isOldNode = Number(process.versions.node.split('.')[0]) < LEAST_WIDE_NODE;
  if (isOldNode || spawnSync(process.execPath, [REVECTORIZE, '--eval', '0']).status !== 0)
    throw new ProgramError(`it takes Node ${LEAST_WIDE_NODE} or later on x64, and this is ${process.version}`);
  return node(REVECTORIZE, OUR_RUNNER, 'fived-wide');
};

/** `folder` contains run.py and requirements.txt. */
const python = (name: string, folder: string, library: string, differs?: string): PeerDefinition => ({
  name,
  differs,
  prepare: async (context) => ({
    command: await preparePython(folder, library, context),
    args: [join(RUNNERS, folder, 'run.py'), name],
  }),
});

const javascript = (name: string, library: string, runner: readonly string[], differs?: string): PeerDefinition => ({
  name,
  differs,
  isSlow: true,
  prepare: async (context) => {
    const [folder, file, ...args] = runner;
    await prepareJavascript(folder, library, context);
    return node(join(RUNNERS, folder, file), ...args);
  },
});

const native = (program: NativeProgram): PeerDefinition => ({
  name: program.name,
  prepare: async (context) => ({ command: await prepareNative(program, context), args: [] }),
});

/** This makes no difference that matters: the root is some 1e-3, and epsilon 1e-7. */
const CORRECTED_EPSILON = "Adam's epsilon is added to the corrected root of the second moment";

const LIBXSMM = {
  product: 'product-libxsmm.c',
  libraries: ['xsmm', 'xsmmnoblas', 'dl', 'pthread', 'm'],
  hint: 'on Debian: apt-get install libxsmm-dev',
};

/** Our own come first. The others are in the order of the tables. */
export const PEERS: readonly PeerDefinition[] = [
  { name: OUR_PEER, prepare: () => node(OUR_RUNNER, OUR_PEER) },
  { name: 'fived-wide', prepare: prepareWide },
  { name: 'fived-reference', prepare: () => node(OUR_RUNNER, 'fived-reference') },
  native({ name: 'native-c', product: 'product-tiled.c', libraries: ['m'] }),
  native({ name: 'native-libxsmm', ...LIBXSMM }),
  native({ name: 'native-libxsmm-avx2', ...LIBXSMM, define: 'HELD_TO_AVX2' }),
  python('jax', 'jax', 'jax'),
  python('pytorch-compile', 'pytorch', 'torch'),
  python('pytorch', 'pytorch', 'torch', CORRECTED_EPSILON),
  python('keras-jit', 'keras', 'keras'),
  python('keras', 'keras', 'keras'),
  python('scikit-learn', 'scikit-learn', 'sklearn', 'biases begin at random, not at zero'),
  javascript('tensorflow.js-node', '@tensorflow/tfjs-node', ['tensorflow-node', 'run.mjs'], CORRECTED_EPSILON),
  javascript('tensorflow.js-wasm', '@tensorflow/tfjs', ['javascript', 'tensorflow.mjs', 'wasm'], CORRECTED_EPSILON),
  javascript('tensorflow.js-cpu', '@tensorflow/tfjs', ['javascript', 'tensorflow.mjs', 'cpu'], CORRECTED_EPSILON),
  javascript(
    'brain.js',
    'brain.js',
    ['javascript', 'brain.mjs'],
    'no minibatches: it updates after every row; a ReLU on the output, so the target is mapped to 0 .. ' +
      '1; its Adam corrects a bias by the moment of the step before',
  ),
];

export interface Preparation {
  readonly definition: PeerDefinition;
  /** How the peer is started. */
  readonly program?: Program;
  /** Why there is no program. */
  readonly notInstalled?: string;
}

/**
 * Prepares the peers with these names one by one. One that cannot be had keeps its reason, and does not stop the
 * others. `context.say` is told what becomes of each.
 */
export const prepareAll = async (
  names: readonly string[],
  context: PrepareContext,
): Promise<readonly Preparation[]> => {
  const preparations: Preparation[] = [];
  for (const definition of PEERS.filter(({ name }) => names.includes(name))) {
    try {
      const program = await definition.prepare(context);
      preparations.push({ definition, program });
      context.say(`${definition.name}: ready`);
    } catch (error) {
      // Any other error is our own fault and not the machine's.
      if (!(error instanceof ProgramError)) throw error;
      preparations.push({ definition, notInstalled: error.message });
      context.say(`${definition.name}: not installed: ${error.message}`);
    }
  }
  return preparations;
};
