/**
 * When to start the workers. Each needs 0.1 to 0.2 s of a processor until its code is compiled, and starting them
 * blocks the calling thread for 10 to 20 ms. So a training first runs without them, until that is little compared with
 * the time it has lasted. A training of small steps never starts them, however long it is: with steps of less than 20
 * us, two threads gained nothing worth mentioning where this was tried, since two meetings and the cache lines that
 * cross take half of the time. (`choice.ts` finds out whether threads gain once they are started.)
 */

/** Time of training for each worker. */
const SEEN_MS = 500;
const LEAST_STEP_MS = 0.02;
/** The clock is read about this often. */
const LOOK_MS = 1;

export interface Start {
  /** Call before a step on one thread. */
  begin(): void;
  /**
   * Call after the step. Returns true if the workers should be started now. That happens once or never; never without
   * workers.
   */
  end(): boolean;
}

/** @param now a clock in milliseconds */
export function createStart(workerCount: number, now: () => number): Start {
  const enoughMs = SEEN_MS * workerCount;
  let stepStartedMs = NaN;
  let seenMs = 0;
  let shortestMs = Infinity;
  /**
   * The clock is read for one step in this many, and that step stands for the others. Reading it for each would take a
   * percent of a small step.
   */
  let stepsPerLook = 1;
  let stepsUntilLook = 1;
  return {
    begin(): void {
      if (seenMs >= enoughMs || --stepsUntilLook > 0) return;
      stepStartedMs = now();
    },
    end(): boolean {
      if (Number.isNaN(stepStartedMs)) return false; // a step that is not timed, or did not begin
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
