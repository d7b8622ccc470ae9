/** How many worker threads a command may use. */

/** Far beyond the cores of any machine this runs on. */
const MOST_JOBS = 256;

/** @throws Error of one line that says what would be right */
export function checkJobs(jobs: number): void {
  if (jobs > MOST_JOBS) throw new Error(`--jobs must be at most ${MOST_JOBS}; got ${jobs}.`);
}
