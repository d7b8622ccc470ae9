/** For tests only: a worker thread of a sweep that dies at one run, with exit code 3, and throws at another run. */
import { serveJobs } from '../workers/serve-jobs.js';
import { prepareData } from '../benchmark/experiment.js';
import { makeRun, type SweepPool } from '../benchmark/sweep.js';

serveJobs<SweepPool>(({ planned, settings }) => {
  const { datasetSize, run } = planned;
  if (datasetSize === 40 && run === 2) process.exit(3);
  if (datasetSize === 60 && run === 1) throw new Error('out of luck');
  return makeRun(planned, prepareData(datasetSize, settings), settings);
});
