/** How many worker threads a command may use: for several trainings at a time, or to share one. */
import { availableParallelism } from 'node:os';
import type { EngineSettings } from '../benchmark/engines.js';

/** Far beyond the cores of any machine this runs on. */
const MOST_JOBS = 256;
const MOST_THREADS = 64;

/** @throws Error of one line that says what would be right */
export function checkJobs(jobs: number): void {
  if (jobs > MOST_JOBS) throw new Error(`--jobs must be at most ${MOST_JOBS}; got ${jobs}.`);
}

/** @throws Error of one line that names options that do not go together, and says what would be right */
export function checkThreads({ threads, engine }: Required<Omit<EngineSettings, 'wide'>>, jobs: number): void {
  if (threads === 1) return;
  if (threads > MOST_THREADS) throw new Error(`--threads must be at most ${MOST_THREADS}; got ${threads}.`);
  if (engine !== 'simd') throw new Error(`--threads ${threads} works with --engine simd only; got "${engine}".`);
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
