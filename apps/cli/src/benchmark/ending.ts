/** How a sweep ended that did not finish all of its runs. */
import { ExitError, INTERRUPTED } from '../exit-error.js';
import { counted, grouped, nameList } from '../text.js';
import { runCounts } from './earlier.js';
import type { FailedRun } from './side-by-side.js';
import type { SweepEnd } from './sweep-file.js';

const FAILED = 1;

/** Names a run as the record would, so that a reader can repeat it. */
const nameOf = ({ planned: { datasetSize, run }, seed }: FailedRun): string =>
  `n = ${grouped(datasetSize)} run ${run} seed ${seed}`;

/** The error with which the command ends; undefined if all runs are there. */
export function endingError({ latest, failures }: SweepEnd): ExitError | undefined {
  const interrupted = (what: string): ExitError => new ExitError(INTERRUPTED, `fived: interrupted${what}`);
  if (latest === undefined) {
    return failures.length === 0
      ? interrupted(' before the first run was finished; nothing was written.')
      : new ExitError(
          FAILED,
          'fived: no run was finished, and nothing was written; ' +
            `${nameOf(failures[0])} failed: ${failures[0].error.message}`,
        );
  }
  const { done, asked } = runCounts(latest);
  if (done === asked) return undefined;
  if (done + failures.length < asked)
    return interrupted(`; ${done} of ${asked} runs are saved. --resume goes on with them.`);
  return new ExitError(
    FAILED,
    `fived: ${counted(failures.length, 'run')} failed (${nameList(failures.map(nameOf))}); ` +
      `${done} of ${asked} runs are saved. --resume tries again.`,
  );
}
