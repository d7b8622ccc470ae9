/** Ctrl-C: the first lets the work end where it can be saved, the second leaves at once. */
import { INTERRUPTED } from './exit-error.js';

/** Runs `work` with a signal that the first Ctrl-C aborts. */
export async function withInterrupt<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write('\nStopping; finished runs are saved. Ctrl-C once more leaves at once.\n');
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
