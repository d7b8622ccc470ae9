/** The networks of a fit, one after the other, to their end or to Ctrl-C. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { memberJobs, MemberTraining, type EngineChoice, type FitProgress, type ModelMember, type PreparedFit } from '@fived/interpolator';

export interface FitWatch extends EngineChoice {
  /** `epochsRun`: of all networks so far. */
  readonly onEpoch: (progress: FitProgress, epochsRun: number) => void;
  /** Aborting it ends the fit after the epoch under way. */
  readonly signal: AbortSignal;
}

/** How often a fit looks up: for Ctrl-C, and to show how far it is. */
const LOOK_UP_MS = 100;

/** Returns those that were trained, at least for an epoch. Throws what `MemberTraining` throws. */
export async function trainMembers(prepared: PreparedFit, { createEngine, onEpoch, signal }: FitWatch): Promise<readonly ModelMember[]> {
  const isStopped = (): boolean => signal.aborted;
  const members: ModelMember[] = [];
  let epochsRun = 0;
  let lookedUpMs = performance.now();
  for (const job of memberJobs(prepared)) {
    if (isStopped()) break;
    const training = new MemberTraining(job, { createEngine });
    do {
      const progress = training.runEpoch();
      epochsRun++;
      if (performance.now() - lookedUpMs < LOOK_UP_MS) continue;
      onEpoch(progress, epochsRun);
      await nextTurn();
      lookedUpMs = performance.now();
    } while (!training.isDone && !isStopped());
    members.push(training.finish());
  }
  return members;
}
