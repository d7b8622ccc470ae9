/**
 * The highest resident set of this process since a chosen moment.
 *
 * On Linux the kernel records it: writing 5 to /proc/self/clear_refs resets the high-water mark (VmHWM) to the present
 * resident set, see proc(5). Elsewhere, or where a sandbox forbids that, the resident set is read at both ends and,
 * whenever the event loop gets a turn, in between. If the system's mark since the start of the process has risen, it
 * gives the exact peak in addition. Peaks between the readings are missed, so this is called "sampled".
 */
import { readFileSync, writeFileSync } from 'node:fs';

export type ResidentMethod = 'high-water mark' | 'sampled';

export interface ResidentMeter {
  readonly method: ResidentMethod;
  /** Starts measuring now. */
  start(): void;
  /** The highest resident set since `start`, in bytes. */
  peakBytes(): number;
}

const KIB = 1024;
const SAMPLE_EVERY_MS = 10;

export function readResidentBytes(): number {
  return process.memoryUsage.rss();
}

/** The Linux files of the process itself. */
const linuxFiles = { clearRefs: '/proc/self/clear_refs', status: '/proc/self/status' };

function highWaterMark({ clearRefs, status }: typeof linuxFiles): ResidentMeter {
  const peakBytes = (): number => {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'latin1'));
    if (match === null) throw new Error(`${status} has no line VmHWM.`);
    return Number(match[1]) * KIB;
  };
  const start = (): void => {
    writeFileSync(clearRefs, '5');
  };
  start();
  peakBytes();
  return { method: 'high-water mark', start, peakBytes };
}

function sampled(): ResidentMeter {
  let peak = 0;
  let markAtStart = 0;
  let timer: NodeJS.Timeout | undefined;
  const mark = (): number => process.resourceUsage().maxRSS * KIB;
  const sample = (): void => {
    peak = Math.max(peak, readResidentBytes());
  };
  return {
    method: 'sampled',
    start() {
      clearInterval(timer);
      timer = setInterval(sample, SAMPLE_EVERY_MS).unref();
      markAtStart = mark();
      peak = 0;
      sample();
    },
    peakBytes() {
      clearInterval(timer);
      sample();
      const markNow = mark();
      return markNow > markAtStart ? Math.max(peak, markNow) : peak;
    },
  };
}

/** The best meter on this system. */
export function createResidentMeter(files = linuxFiles): ResidentMeter {
  try {
    return highWaterMark(files);
  } catch {
    return sampled();
  }
}
