/** How many networks of a fit are trained at a time, how many threads share the training of one, and who is told. */
import type { FitProgress, Settings, TrainedMember } from '@fived/interpolator';
import type { EngineName } from '../benchmark/engines.js';
import { checkJobs, checkThreads, coreCount } from '../threads/jobs-and-threads.js';
import type { TrainOptions } from './train-options.js';

export interface FitWatch {
  /** Called several times a second while a network trains, and when it ends. */
  readonly onEpoch: (progress: FitProgress) => void;
  readonly onEnd: (member: TrainedMember) => void;
  /** Aborting it ends the fit after the epochs under way. */
  readonly signal: AbortSignal;
}

export interface FitPlan {
  readonly engine: EngineName;
  /** The most networks at a time. The networks are the same to the bit, however many that is. */
  readonly jobs: number;
  /** The number of threads that share the training of a network, if there is one network at a time. */
  readonly threads: number;
}

/**
 * Several networks have a core each. A single one may have all cores, if it trains on minibatches. (Second-order steps
 * are for small networks, and one core makes those as fast.) The model is the same either way.
 * @param cores the default for what was not asked for
 * @throws Error of one line for numbers of jobs and threads that do not go together
 */
export function planFit(
  { engine, jobs, threads }: Pick<FitPlan, 'engine'> & Partial<Pick<TrainOptions, 'jobs' | 'threads'>>,
  { members, optimizer }: Pick<Settings, 'members' | 'optimizer'>,
  cores = coreCount(),
): FitPlan {
  if (jobs !== undefined) checkJobs(jobs);
  const jobsHere = Math.min(jobs ?? (threads === undefined || threads === 1 ? cores : 1), members);
  if (threads !== undefined) {
    checkThreads({ engine, threads }, jobsHere);
    if (threads > 1 && optimizer !== 'adam') {
      throw new Error(
        `--threads ${threads} is for the optimizer adam; ${optimizer} trains small networks, each on one thread. ` +
          'Use --jobs for several of them.',
      );
    }
  }
  const mayShare = engine === 'simd' && optimizer === 'adam' && jobsHere === 1;
  return { engine, jobs: jobsHere, threads: threads ?? (mayShare ? cores : 1) };
}
