/**
 * Trains the networks of a fit on worker threads, several at a time. A network depends on nothing but its job, so the
 * model is the same to the bit, however many threads there are.
 */
import {
  memberJobs,
  type FitProgress,
  type MemberJob,
  type PreparedFit,
  type TrainedMember,
} from '@fived/interpolator';
import type { RowSet } from '@fived/nn';
import type { EngineName } from '../benchmark/engines.js';
import { runJobs } from '../workers/pool.js';
import type { FitPlan, FitWatch } from './plan-fit.js';
import { MemberError } from './member.js';

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
  { engine, jobs }: Omit<FitPlan, 'threads'>,
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
