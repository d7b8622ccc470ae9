/**
 * Limits a program to one thread, or gives it all cores: by environment variables, and on Linux by the core it may run
 * on.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { PeerThreads } from '@fived/records';
import type { Program } from './program.js';

/** For one thread and for all: only a CPU, and no chatter. */
const COMMON = {
  CUDA_VISIBLE_DEVICES: '',
  JAX_PLATFORMS: 'cpu',
  KERAS_BACKEND: 'tensorflow',
  TF_CPP_MIN_LOG_LEVEL: '2',
  PYTHONUNBUFFERED: '1',
};

/** Variables that the libraries read. The runners tell PyTorch, TensorFlow and TensorFlow.js once more. */
const ONE = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  XLA_FLAGS: '--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1',
};

export const environmentFor = (threads: PeerThreads): Readonly<Record<string, string>> =>
  threads === 'one' ? { ...COMMON, ...ONE } : COMMON;

const STATUS = '/proc/self/status';

/**
 * The last of the cores that this process may use: the first one serves most interrupts. Undefined if it is unknown.
 */
export const lastAllowedCore = (
  status = existsSync(STATUS) ? readFileSync(STATUS, 'utf8') : '',
): number | undefined => {
  const last = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1].split(/[,-]/).at(-1);
  return last === undefined ? undefined : Number(last);
};

/** Whether a program can be kept to one core. */
export const canPin = (): boolean => process.platform === 'linux' && spawnSync('taskset', ['--version']).status === 0;

/** The same program on one core, with its helper threads (compilers, collectors). */
export const pinned = ({ command, args }: Program, core: number): Program => ({
  command: 'taskset',
  args: ['-c', String(core), command, ...args],
});
