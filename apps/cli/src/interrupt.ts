/** Ctrl-C. The first one lets the work end where it can be saved, the second one leaves at once. */
/** The exit code that shells give a command that Ctrl-C ended: 128 + SIGINT. */
export const INTERRUPTED = 130;

/**
 * How often a training shows its progress and, in the main thread, listens for Ctrl-C. It takes some 10 us each time.
 */
export const LOOK_UP_MS = 100;

/** Runs `work` with a signal that the first Ctrl-C aborts. `then` says what will become of the work. */
export async function withInterrupt<Value>(
  work: (signal: AbortSignal) => Promise<Value>,
  then = 'finished runs are saved',
): Promise<Value> {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write(`\nStopping; ${then}. Ctrl-C once more leaves at once.\n`);
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
