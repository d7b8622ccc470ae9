/** How one phase changes this process's memory. */
import { GCProfiler, type GCProfilerResult } from 'node:v8';
import { secondsBetween, systemClock } from '../clock.js';
import { withoutReserve } from './allocation-areas.js';
import { collectGarbage, collectOnce } from './collect.js';
import { readJavascriptBytes } from './javascript-memory.js';
import { readResidentBytes, type ResidentMeter } from './resident.js';

/** The readings of one phase. Bytes are those in use, without a baseline subtracted. */
export interface PhaseReading {
  /** JavaScript memory as the phase begins, garbage collected just before. */
  readonly startBytes: number;
  /**
   * The highest JavaScript memory during the phase: the largest reading at its start, its end and before each
   * collection.
   */
  readonly peakBytes: number;
  /** JavaScript memory after the phase, garbage collected. */
  readonly keptBytes: number;
  /** The resident set of the process as the phase begins. */
  readonly residentStartBytes: number;
  /** The highest resident set of the process during the phase. */
  readonly residentPeakBytes: number;
  /** Collections that V8 made during the phase, young and full ones. */
  readonly collections: number;
  /** The time that V8 collected on the main thread. */
  readonly collectionSeconds: number;
  /** The time of the phase without `collectionSeconds`. */
  readonly seconds: number;
}

/** V8's other entries are steps of a collection that has its own entry. */
const COLLECTIONS = new Set(['Scavenge', 'MinorMarkSweep', 'MinorMarkCompact', 'MarkSweepCompact']);

const MICROSECONDS = 1e6;

/** V8's report on the collections of a phase. */
export function summarizeCollections({ statistics }: Pick<GCProfilerResult, 'statistics'>): {
  readonly highestBytes: number;
  readonly collections: number;
  readonly collectionSeconds: number;
} {
  const before = statistics.map(
    ({ beforeGC: { heapStatistics } }) => heapStatistics.usedHeapSize + heapStatistics.externalMemory,
  );
  return {
    highestBytes: Math.max(0, ...before),
    collections: statistics.filter(({ gcType }) => COLLECTIONS.has(gcType)).length,
    collectionSeconds: statistics.reduce((sum, { cost }) => sum + cost, 0) / MICROSECONDS,
  };
}

/**
 * Runs the phase and measures it.
 * @param uncountedBytes the memory at the moment of the call that V8's readings do not include (see
 * javascript-memory.ts). While V8 collects it cannot be asked. There the larger of its values at start and end is used,
 * so the peak is never too small.
 * @throws whatever the phase throws
 */
export async function measurePhase(
  phase: () => unknown,
  resident: ResidentMeter,
  uncountedBytes: () => number = () => 0,
): Promise<PhaseReading> {
  const profiler = new GCProfiler();
  await collectGarbage();
  const uncountedAtStart = uncountedBytes();
  const residentStartBytes = readResidentBytes();
  resident.start();
  collectOnce();
  const atStart = readJavascriptBytes();
  profiler.start();
  const startNs = systemClock.nowNs();
  await phase();
  const endNs = systemClock.nowNs();
  const [atEnd, report] = withoutReserve(() => [readJavascriptBytes(), profiler.stop()] as const);
  const { highestBytes, collections, collectionSeconds } = summarizeCollections(report);
  const residentPeakBytes = resident.peakBytes();
  const uncountedAtEnd = uncountedBytes();
  await collectGarbage();
  collectOnce();
  const kept = readJavascriptBytes();
  const startBytes = atStart + uncountedAtStart;
  return {
    startBytes,
    peakBytes: Math.max(startBytes, atEnd + uncountedAtEnd, highestBytes + Math.max(uncountedAtStart, uncountedAtEnd)),
    keptBytes: kept + uncountedBytes(),
    residentStartBytes,
    residentPeakBytes,
    collections,
    collectionSeconds,
    seconds: secondsBetween(startNs, endNs) - collectionSeconds,
  };
}
