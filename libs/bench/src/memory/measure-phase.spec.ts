import type { GCProfilerResult } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { summarizeCollections } from './measure-phase.js';

type Statistics = GCProfilerResult['statistics'][number];

/** The part of V8's report on one step of a collection that is read. */
const entry = (gcType: string, costMicroseconds: number, usedHeapSize: number, externalMemory: number): Statistics =>
  ({ gcType, cost: costMicroseconds, beforeGC: { heapStatistics: { usedHeapSize, externalMemory } } }) as Statistics;

describe('the collections of a phase', () => {
  it('are counted once each, by V8 11 as by V8 14, and all their steps are timed', () => {
    const statistics = [
      entry('Scavenge', 500, 3000, 10),
      entry('IncrementalMarking', 250, 4000, 10),
      entry('MarkSweepCompact', 2000, 5000, 10),
      entry('ProcessWeakCallbacks', 50, 1000, 10),
      entry('MinorMarkSweep', 200, 2000, 10),
    ];
    expect(summarizeCollections({ statistics })).toEqual({
      highestBytes: 5010,
      collections: 3,
      collectionSeconds: 0.003,
    });
  });

  it('tell the highest sum of heap and external memory, not the sum of the highest', () => {
    const statistics = [entry('Scavenge', 1, 900, 100), entry('Scavenge', 1, 200, 850)];
    expect(summarizeCollections({ statistics }).highestBytes).toBe(1050);
  });

  it('may be none', () => {
    expect(summarizeCollections({ statistics: [] })).toEqual({ highestBytes: 0, collections: 0, collectionSeconds: 0 });
  });
});
