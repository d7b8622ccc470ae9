/**
 * Decides whether more threads are faster, by trying. The same work runs both ways in turn, and then the faster way
 * runs for a while. No work is repeated or thrown away, since both ways give the same results. The trial is repeated,
 * because the answer changes with what else runs on the machine.
 *
 * A trial alternates some blocks each way, of a millisecond or more, and compares their medians. It does not count the
 * first unit of a block, which wakes the other threads or finds their data in the wrong caches. If all threads were
 * much slower twice, the trial ends there. The pause after a trial is a multiple of the time that the slower way took,
 * so that trials cost little; the multiple backs off until they cost less than half a percent. The very first trial is
 * short and decides for one thread, whatever it finds: it lets V8 compile the code that later trials compare.
 */

export interface Choice {
  /** Call before a unit of work (a step, a pass). Returns whether all threads shall do it. */
  begin(): boolean;
  /** Call after the unit, with the amount of work in it. A unit that begins and never ends is forgotten. */
  end(amount?: number): void;
}

const BLOCK_MS = 1;
/** Blocks of each way in a trial. */
const BLOCKS = 3;
/** The time that V8 gets to compile. */
const WARM_UP_MS = 50;
const FIRST_PAUSE = 16;
const PAUSE_GROWTH = 4;
const LAST_PAUSE = 256;
/** All threads must take less than this fraction of one thread's time, since they occupy more of the machine. */
const WORTHWHILE = 0.97;
/** If they take more than this multiple, FEWEST_BLOCKS are enough. */
const HOPELESS = 1.5;
const FEWEST_BLOCKS = 2;
/** Between trials the clock is read about this often. */
const LOOK_MS = 1;

/** A trial's findings about one way: milliseconds for an amount of 1 in each block, and the total time of all units. */
interface Findings {
  readonly unitMs: number[];
  totalMs: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Whether a trial needs no more blocks. */
const isDecided = (one: readonly number[], all: readonly number[]): boolean =>
  all.length === BLOCKS || (all.length >= FEWEST_BLOCKS && Math.min(...all) > HOPELESS * Math.min(...one));

/** @param now a clock in milliseconds */
export function createChoice(now: () => number): Choice {
  const findings: Record<'one' | 'all', Findings> = {
    one: { unitMs: [], totalMs: 0 },
    all: { unitMs: [], totalMs: 0 },
  };
  let way: keyof typeof findings = 'one';
  let isTrial = true;
  let isWarmUp = true;
  let startedMs = 0;
  let hasBegun = false;
  /** Of the current block, without its first unit. */
  let amounts = 0;
  let blockMs = 0;
  let isFirst = true;
  let pause = FIRST_PAUSE;
  let pauseEndsMs = 0;
  /** Of the current trial. */
  let unitCount = 0;
  let unitsPerLook = 1;
  let unitsUntilLook = 1;

  function beginBlock(of: 'one' | 'all'): void {
    way = of;
    amounts = 0;
    blockMs = 0;
    isFirst = true;
  }

  function beginTrial(): void {
    isTrial = true;
    unitCount = 0;
    for (const found of Object.values(findings)) {
      found.unitMs.length = 0;
      found.totalMs = 0;
    }
    beginBlock('one');
  }

  function endBlock(): void {
    findings[way].unitMs.push(blockMs / amounts);
    if (way === 'one') {
      beginBlock('all');
      return;
    }
    if (!isWarmUp && !isDecided(findings.one.unitMs, findings.all.unitMs)) {
      beginBlock('one');
      return;
    }
    isTrial = false;
    way = !isWarmUp && median(findings.all.unitMs) < WORTHWHILE * median(findings.one.unitMs) ? 'all' : 'one';
    const tookMs = findings.one.totalMs + findings.all.totalMs;
    if (isWarmUp) {
      pauseEndsMs = now() + WARM_UP_MS;
      isWarmUp = false;
    } else {
      pauseEndsMs = now() + pause * (way === 'all' ? findings.one : findings.all).totalMs;
      pause = Math.min(PAUSE_GROWTH * pause, LAST_PAUSE);
    }
    unitsPerLook = Math.max(1, Math.floor((LOOK_MS * unitCount) / tookMs));
    unitsUntilLook = unitsPerLook;
  }

  return {
    begin(): boolean {
      if (isTrial) {
        startedMs = now();
      } else if (--unitsUntilLook === 0) {
        unitsUntilLook = unitsPerLook;
        startedMs = now();
        if (startedMs >= pauseEndsMs) beginTrial();
      }
      hasBegun = true;
      return way === 'all';
    },
    end(amount = 1): void {
      if (!isTrial || !hasBegun) return;
      hasBegun = false;
      const tookMs = now() - startedMs;
      findings[way].totalMs += tookMs;
      unitCount++;
      if (isFirst) {
        isFirst = false;
        return;
      }
      amounts += amount;
      blockMs += tookMs;
      if (blockMs >= BLOCK_MS) endBlock();
    },
  };
}
