/**
 * Whether more threads are quicker, found out by doing it: the same work both ways by turns, and then the quicker way
 * for a while. Nothing is done twice or thrown away, since either way gives the same results. It is asked again and
 * again, because the answer changes with what else runs on the machine.
 *
 * A trial takes some blocks each way by turns, of a millisecond or more, and compares their medians. The first unit of
 * a block is not counted: it wakes the other threads, or finds their data in the wrong caches. If all threads were much
 * slower twice, the trial ends there. The pause after it is a multiple of what the slower way took, so that trying
 * costs little; the multiple grows to where it costs less than half a percent. The very first trial is short and
 * decides for one thread, whatever it finds: it lets V8 compile what it will compare then.
 */

export interface Choice {
  /** Before a unit of work (a step, a pass): whether all threads shall do it. */
  begin(): boolean;
  /** After it, if it was begun: how much it was. A unit that has begun and never ends is forgotten. */
  end(amount?: number): void;
}

const BLOCK_MS = 1;
/** Of each way in a trial. */
const BLOCKS = 3;
/** How long V8 is given to compile. */
const WARM_UP_MS = 50;
const FIRST_PAUSE = 16;
const PAUSE_GROWTH = 4;
const LAST_PAUSE = 256;
/** All threads must take less than this part of one thread's time: they take more of the machine. */
const WORTHWHILE = 0.97;
/** Where they take more than this, so many blocks are enough. */
const HOPELESS = 1.5;
const FEWEST_BLOCKS = 2;
/** Between trials the clock is read about so often. */
const LOOK_MS = 1;

/** What a trial found of one way: milliseconds an amount of 1 in each block, and what all units took. */
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
  /** Of the block under way, without its first unit. */
  let amounts = 0;
  let blockMs = 0;
  let isFirst = true;
  let pause = FIRST_PAUSE;
  let pauseEndsMs = 0;
  /** Of the trial. */
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
