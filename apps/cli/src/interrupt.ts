/**
 * Ctrl-C, SIGTERM and SIGHUP. The first one lets the work end where it can be saved. After it Ctrl-C leaves at once,
 * but the others do not: `timeout` sends SIGTERM twice, and a terminal that is closed SIGHUP.
 */
import { ENDING_SIGNALS, ExitError, exitCodeOf } from '@fived/records';

/**
 * How often a training shows its progress and, in the main thread, listens for Ctrl-C. It takes some 10 us each time.
 */
export const LOOK_UP_MS = 100;

let received: NodeJS.Signals = 'SIGINT';

/** What ends a command whose work a signal ended. `what` follows "interrupted". */
export const interrupted = (what: string): ExitError =>
  new ExitError(exitCodeOf(received), `fived: interrupted${what}`);

/** Runs `work` with a signal that the first Ctrl-C aborts. `then` says what will become of the work. */
export async function withInterrupt<Value>(
  work: (signal: AbortSignal) => Promise<Value>,
  then = 'finished runs are saved',
): Promise<Value> {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      received = signal;
      process.stderr.write(`\nStopping; ${then}. Ctrl-C once more leaves at once.\n`);
      controller.abort();
    } else if (signal === 'SIGINT') {
      process.exit(exitCodeOf(signal));
    }
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
  }
}
