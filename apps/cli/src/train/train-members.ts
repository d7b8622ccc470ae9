/**
 * Trains the networks of a fit, to their end or to Ctrl-C: several at a time on worker threads, or one after the other
 * in this thread. A network depends on nothing but its job, so the model is the same to the bit either way.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  memberJobs,
  MemberTraining,
  type FitProgress,
  type MemberJob,
  type PreparedFit,
  type TrainedMember,
} from '@fived/interpolator';
import type { RowSet } from '@fived/nn';
import { messageOf } from '@fived/records';
import { engineFactory, type EngineName } from '../benchmark/engines.js';
import { LOOK_UP_MS } from '../interrupt.js';
import type { FitPlan, FitWatch } from './plan-fit.js';
import { runJobs } from '../workers/pool.js';

/**
 * Returns the networks that have trained for at least one epoch, by their indices. If the fit goes on from an earlier
 * one, some may have been done before.
 * @throws MemberError for a network that fails, which ends the fit
 */
export function trainMembers(prepared: PreparedFit, plan: FitPlan, watch: FitWatch): Promise<readonly TrainedMember[]> {
  // Starting a thread takes a moment, so a single one would gain nothing.
  const train = Math.min(plan.jobs, prepared.settings.members) > 1 ? trainSideBySide : trainOneByOne;
  return train(prepared, plan, watch);
}

async function trainOneByOne(
  prepared: PreparedFit,
  plan: FitPlan,
  { onEpoch, onEnd, signal }: FitWatch,
): Promise<readonly TrainedMember[]> {
  const members: TrainedMember[] = [];
  let lookedUpMs = performance.now();

  const train = async (job: MemberJob): Promise<TrainedMember> => {
    const training = new MemberTraining(job, { createEngine: engineFactory(plan) });
    while (!training.isDone && !signal.aborted) {
      const progress = training.runEpoch();
      if (performance.now() - lookedUpMs < LOOK_UP_MS) continue;
      onEpoch(progress);
      await nextTurn(); // so that this thread hears of Ctrl-C
      lookedUpMs = performance.now();
    }
    return training.finish();
  };

  for (const job of memberJobs(prepared)) {
    if (signal.aborted) break;
    try {
      members.push(await train(job));
    } catch (error) {
      throw new MemberError(job, error);
    }
    onEnd(members[members.length - 1]);
  }
  return members;
}

export interface FitPool {
  readonly job: { readonly member: MemberJob; readonly engine: EngineName };
  readonly result: TrainedMember;
  readonly progress: FitProgress;
}

// The same relative path from `src` and from `dist`: Node 20 loads no TypeScript.
const memberWorker = new URL('../../dist/train/member-worker.js', import.meta.url);

/**
 * Returns the networks that have trained for at least one epoch, by their indices.
 * @param module what the threads run
 * @throws MemberError for a network that fails or whose thread dies, once all threads have ended
 */
export async function trainSideBySide(
  prepared: PreparedFit,
  { engine, jobs }: FitPlan,
  { onEpoch, onEnd, signal }: FitWatch,
  module = memberWorker,
): Promise<readonly TrainedMember[]> {
  const { training, validation } = prepared;
  const shared = { ...prepared, training: sharedRows(training), validation: sharedRows(validation) };
  const outcomes = await runJobs<FitPool>(
    memberJobs(shared).map((member) => ({ member, engine })),
    {
      module,
      workers: jobs,
      signal,
      graceMs: Infinity, // each network ends after its epoch
      onProgress: (_, progress) => {
        onEpoch(progress);
      },
      onEnd: ({ member }, outcome) => {
        if (outcome.state === 'failed') throw new MemberError(member, outcome.error);
        onEnd(outcome.result);
      },
    },
  );
  return outcomes.flatMap((outcome) => (outcome.state === 'done' ? [outcome.result] : []));
}

/** The same rows in memory that all threads see, so that sending them to a thread copies nothing. */
function sharedRows<Rows extends RowSet>(rows: Rows): Rows {
  const x = new Float32Array(new SharedArrayBuffer(rows.x.length * Float32Array.BYTES_PER_ELEMENT));
  const y = new Float32Array(new SharedArrayBuffer(rows.y.length * Float32Array.BYTES_PER_ELEMENT));
  x.set(rows.x);
  y.set(rows.y);
  return { ...rows, x, y };
}

/** A network that failed. The message names it if there are several. */
class MemberError extends Error {
  constructor({ index, settings: { members } }: MemberJob, cause: unknown) {
    const message = messageOf(cause);
    super(members === 1 ? message : `network ${index + 1} of ${members}: ${message}`, { cause });
  }
}
