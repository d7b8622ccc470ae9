/** How many threads may share one training. */
import { availableParallelism } from 'node:os';
import type { EngineName } from '../benchmark/engines.js';

const MOST_THREADS = 64;

export interface ThreadsAsked {
  readonly threads: number;
  readonly jobs: number;
  readonly engine: EngineName;
  readonly wide: boolean;
}

/** @throws Error of one line that names options that do not go together, and says what would be right */
export function checkThreads({ threads, jobs, engine, wide }: ThreadsAsked): void {
  if (threads === 1) return;
  if (threads > MOST_THREADS) throw new Error(`--threads must be at most ${MOST_THREADS}; got ${threads}.`);
  if (engine !== 'simd' || wide) {
    throw new Error(
      `--threads ${threads} works with --engine simd without --wide only; got ${wide ? '--wide' : `"${engine}"`}.`,
    );
  }
  if (jobs > 1) {
    throw new Error(
      `--threads ${threads} and --jobs ${jobs} do not go together: ` +
        'use --jobs for several trainings, --threads for one.',
    );
  }
}

/** The number of cores that this process may use. */
export function coreCount(): number {
  return Math.min(availableParallelism(), MOST_THREADS);
}
