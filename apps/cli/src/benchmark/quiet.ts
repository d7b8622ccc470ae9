/** What else runs on the machine right before a sweep, and the wait for it to end. */
import { coresText, MOST_WAIT_SECONDS, waitForQuiet, type QuietOptions } from '@fived/bench';
import { planRuns } from './sweep-plan.js';
import type { SweepStart } from './sweep-file.js';
import { progress } from '../terminal.js';

/** "0" in the environment starts at once, without a look. It is for tests, which look at no times. */
export const WAIT_VARIABLE = 'FIVED_WAIT_FOR_QUIET';

interface WaitOptions extends QuietOptions {
  readonly write?: (text: string) => unknown;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Waits for a quiet machine if the sweep is about times and any run is left, and says so on stderr. The returned start
 * holds how many cores are in use all the same. Ends early, without an error, when the signal is aborted.
 */
export async function startWhenQuiet(
  start: SweepStart,
  { write = (text) => progress.write(text), environment = process.env, ...quiet }: WaitOptions = {},
): Promise<SweepStart> {
  const { context, earlier } = start;
  const { settings } = context;
  const isTimed = (settings.jobs ?? 1) === 1 && planRuns(settings, earlier?.results).length > 0;
  if (!isTimed || environment[WAIT_VARIABLE] === '0') return start;

  const onWait = (busyCores: number, cores: number): void => {
    write(
      `Waiting up to ${MOST_WAIT_SECONDS} s for the machine to be quiet: ` +
        `other programs use ${coresText(busyCores, cores)}.\n`,
    );
  };
  let found: number | null;
  try {
    found = await waitForQuiet({ ...quiet, onWait });
  } catch (error) {
    if (quiet.signal?.aborted === true) return start;
    throw error;
  }
  // A sweep in several parts records the busiest start, since its runs are among the others.
  const before = context.environment.busy_cores ?? null;
  const busyCores = before === null || found === null ? (found ?? before) : Math.max(before, found);
  return { ...start, context: { ...context, environment: { ...context.environment, busy_cores: busyCores } } };
}
