/** A worker thread of a fit: trains one network after the other. */
import { trainMember } from '@fived/interpolator';
import { engineFactory } from '../benchmark/engines.js';
import { serveJobs } from '../workers/serve-jobs.js';
import { LOOK_UP_MS } from '../interrupt.js';
import type { FitPool } from './train-members.js';

let reportedMs = performance.now();

serveJobs<FitPool>(({ member, engine }, { report, isStopped }) =>
  trainMember(member, {
    createEngine: engineFactory({ engine }),
    onEpoch: (progress) => {
      if (performance.now() - reportedMs >= LOOK_UP_MS) {
        report(progress);
        reportedMs = performance.now();
      }
      return isStopped() ? 'stop' : undefined;
    },
  }),
);
