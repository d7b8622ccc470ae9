/** A worker thread of a sweep with several trainings at a time. It makes the rows of each training itself. */
import { serveJobs } from '../workers/serve-jobs.js';
import { prepareData } from './experiment.js';
import { makeRun, type SweepPool } from './sweep.js';

serveJobs<SweepPool>(({ planned, settings }, { report }) =>
  makeRun(planned, prepareData(planned.datasetSize, settings), settings, { onEpoch: report }),
);
