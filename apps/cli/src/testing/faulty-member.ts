/**
 * For tests only: a worker thread of a fit that dies or throws at one of its networks, after an epoch of its training.
 * FIVED_FAULT says which network and when. Before that the thread reports the moment, in milliseconds since 1970, in
 * place of the validation loss.
 */
import { trainMember } from '@fived/interpolator';
import { serveJobs } from '../workers/serve-jobs.js';
import type { FitPool } from '../train/train-members.js';

export interface Fault {
  readonly member: number;
  readonly epoch: number;
  readonly does: 'exit' | 'throw';
}

const fault = JSON.parse(process.env['FIVED_FAULT'] ?? '') as Fault;

serveJobs<FitPool>(({ member }, { report, isStopped }) =>
  trainMember(member, {
    onEpoch: (progress) => {
      if (member.index === fault.member && progress.epoch === fault.epoch) {
        report({ ...progress, validationLoss: Date.now() });
        if (fault.does === 'exit') process.exit(3);
        throw new Error('out of luck');
      }
      return isStopped() ? 'stop' : undefined;
    },
  }),
);
