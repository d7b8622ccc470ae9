/** For tests only: a command ended by Ctrl-C at seeded random moments, and how long it took to end. */
import type { Generator } from '@fived/random';
import { fivedHereIn, pressCtrlC } from './run-here.js';
import { fivedIn, type Ended } from './command.js';

export interface Interrupted extends Pick<Ended, 'code' | 'stdout' | 'stderr'> {
  /** The time from Ctrl-C to the end of the process; undefined if Ctrl-C came too late. */
  readonly tookMs: number | undefined;
}

/** This is on stderr once the work begins. */
const BEGUN = /^Training /m;
export const INTERRUPTED = 130;

/** Runs the command and presses Ctrl-C `delayMs` after the work began. `workMs` is the time from there to the end. */
export async function interruptedIn(
  folder: string,
  args: readonly string[],
  delayMs: number,
): Promise<Interrupted & { readonly workMs: number }> {
  let begunMs: number | undefined;
  let sentMs: number | undefined;
  const ended = await fivedIn(folder, args, {
    onErr: (stderr, kill) => {
      if (begunMs !== undefined || !BEGUN.test(stderr)) return;
      begunMs = performance.now();
      if (delayMs === Infinity) return;
      setTimeout(() => {
        sentMs = performance.now();
        kill('SIGINT');
      }, delayMs);
    },
  });
  const endMs = performance.now();
  const wasInTime = ended.code === INTERRUPTED && sentMs !== undefined;
  // Once all is saved the command no longer listens: Ctrl-C then ends a process that is about to end anyway.
  // Whether all is saved is for the caller to check.
  const code = ended.signal === 'SIGINT' ? 0 : ended.code;
  return {
    ...ended,
    code,
    tookMs: wasInTime ? endMs - (sentMs ?? endMs) : undefined,
    workMs: endMs - (begunMs ?? endMs),
  };
}

/** The same with a command in this process, which gets Ctrl-C as soon as the work has begun. */
export async function interruptedHere(
  folder: string,
  args: readonly string[],
  begun: RegExp,
): Promise<Interrupted & { readonly workMs: number }> {
  const startMs = performance.now();
  let sentMs: number | undefined;
  const ran = await fivedHereIn(folder, args, {
    onErr: (stderr) => {
      if (sentMs !== undefined || !begun.test(stderr)) return;
      sentMs = performance.now();
      pressCtrlC();
    },
  });
  const endMs = performance.now();
  const tookMs = ran.code === INTERRUPTED && sentMs !== undefined ? endMs - sentMs : undefined;
  return { ...ran, tookMs, workMs: endMs - startMs };
}

/** There are at most this many runs for each interrupt that is wanted: some interrupts come too late. */
const MOST_TRIES = 4;

export interface Interrupts {
  readonly count: number;
  readonly random: Generator;
  /** The least time that the work takes. Default: the time of one undisturbed run. */
  readonly workMs?: number;
  /** Runs the command again and again. Without `workMs` the first run is not interrupted. */
  readonly run: (delayMs: number) => Promise<Interrupted & { readonly workMs: number }>;
  /** Called after each run but that first one. */
  readonly check: (ended: Interrupted) => Promise<void>;
}

/**
 * Interrupts a command at `count` moments that are spread evenly over its work, however fast the machine is at the
 * time. Returns a text about it. It measures how long the command takes to end, and judges nothing by that: a busy
 * machine may be slow.
 * @throws Error if so many moments come too late that the command cannot be interrupted
 */
export async function interruptOften({ count, random, run, check, ...known }: Interrupts): Promise<string> {
  let workMs = known.workMs ?? (await run(Infinity)).workMs;
  const tookMs: number[] = [];
  for (let tries = 0; tookMs.length < count; tries++) {
    if (tries === MOST_TRIES * count) throw new Error(`only ${tookMs.length} of ${tries} runs were interrupted`);
    const ended = await run(random.random() * workMs);
    await check(ended);
    if (ended.tookMs !== undefined) tookMs.push(ended.tookMs);
    else workMs = Math.min(workMs, ended.workMs); // the machine has more time for it now
  }
  tookMs.sort((a, b) => a - b);
  const late = tookMs.filter((ms) => ms > 1000).length;
  return (
    `from Ctrl-C to the end: median ${tookMs[count >> 1].toFixed(0)} ms, ` +
    `slowest ${tookMs[count - 1].toFixed(0)} ms, more than a second ${late} times`
  );
}
