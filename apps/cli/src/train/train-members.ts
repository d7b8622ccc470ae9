/**
 * Trains the networks of a fit, to their end or to Ctrl-C: several at a time on worker threads, or one after the other
 * in this thread.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { memberJobs, MemberTraining, type MemberJob, type PreparedFit, type TrainedMember } from '@fived/interpolator';
import { engineFactory } from '../benchmark/engines.js';
import { LOOK_UP_MS } from '../interrupt.js';
import { MemberError } from './member.js';
import type { FitPlan, FitWatch } from './plan-fit.js';
import { trainSideBySide } from './members-side-by-side.js';

/**
 * Returns the networks that have trained for at least one epoch, by their indices. If the fit goes on from an earlier
 * one, some may have been done before.
 * @throws MemberError for a network that fails, which ends the fit
 */
export function trainMembers(
  prepared: PreparedFit,
  { engine, jobs, threads }: FitPlan,
  watch: FitWatch,
): Promise<readonly TrainedMember[]> {
  // Starting a thread takes a moment, so a single one would gain nothing.
  return Math.min(jobs, prepared.settings.members) > 1
    ? trainSideBySide(prepared, { engine, jobs }, watch)
    : trainOneByOne(memberJobs(prepared), { engine, threads }, watch);
}

async function trainOneByOne(
  jobs: readonly MemberJob[],
  choice: Omit<FitPlan, 'jobs'>,
  { onEpoch, onEnd, signal }: FitWatch,
): Promise<readonly TrainedMember[]> {
  const isStopped = (): boolean => signal.aborted;
  const members: TrainedMember[] = [];
  let lookedUpMs = performance.now();

  const train = async (job: MemberJob): Promise<TrainedMember> => {
    const training = new MemberTraining(job, { createEngine: engineFactory({ ...choice, wide: false }) });
    while (!training.isDone && !isStopped()) {
      const progress = training.runEpoch();
      if (performance.now() - lookedUpMs < LOOK_UP_MS) continue;
      onEpoch(progress);
      await nextTurn(); // so that this thread hears of Ctrl-C
      lookedUpMs = performance.now();
    }
    return training.finish();
  };

  for (const job of jobs) {
    if (isStopped()) break;
    try {
      members.push(await train(job));
    } catch (error) {
      throw new MemberError(job, error);
    }
    onEnd(members[members.length - 1]);
  }
  return members;
}
