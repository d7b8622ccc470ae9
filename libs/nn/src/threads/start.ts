/**
 * When to start the workers. Each takes 0.1 to 0.2 s of a processor until its code is compiled, and starting them holds
 * the calling thread up for 10 to 20 ms, so a training does without them until that is little to what it has lasted.
 * One of small steps does without whatever its length: with steps of less than 20 us two threads gained nothing to
 * speak of where it was tried, since two meetings and the cache lines that cross take half of the time. (Whether
 * threads gain once they were started is found out by `choice.ts`.)
 */

/** Of training, for each worker. */
const SEEN_MS = 500;
const LEAST_STEP_MS = 0.02;
/** The clock is read about so often. */
const LOOK_MS = 1;

export interface Start {
  /** Before a step on one thread. */
  begin(): void;
  /** After it: true if the workers are to be started now. Says so once, or never; never if there are none. */
  end(): boolean;
}

/** @param now a clock in milliseconds */
export function createStart(workerCount: number, now: () => number): Start {
  const enoughMs = SEEN_MS * workerCount;
  let stepStartedMs = NaN;
  let seenMs = 0;
  let shortestMs = Infinity;
  /**
   * The clock is read for one step in so many, which stands for the others: reading it for each takes a percent of a
   * small one.
   */
  let stepsPerLook = 1;
  let stepsUntilLook = 1;
  return {
    begin(): void {
      if (seenMs >= enoughMs || --stepsUntilLook > 0) return;
      stepStartedMs = now();
    },
    end(): boolean {
      if (Number.isNaN(stepStartedMs)) return false; // a step that is not looked at, or was not begun
      const tookMs = now() - stepStartedMs;
      stepStartedMs = NaN;
      seenMs += tookMs * stepsPerLook;
      shortestMs = Math.min(shortestMs, tookMs);
      stepsPerLook = Math.max(1, Math.floor(LOOK_MS / shortestMs));
      stepsUntilLook = stepsPerLook;
      return seenMs >= enoughMs && shortestMs >= LEAST_STEP_MS;
    },
  };
}
