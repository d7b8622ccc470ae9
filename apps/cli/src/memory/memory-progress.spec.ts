import type { MemoryProfile } from '@fived/bench';
import { describe, expect, it } from 'vitest';
import { createMemoryProgress } from './memory-progress.js';
import { MIB } from './memory-settings.js';

const plan = [
  { datasetSize: 5000, engine: 'simd' as const, repeat: 1 },
  { datasetSize: 5000, engine: 'simd' as const, repeat: 2 },
];
const profile = {
  phases: [
    { peakBytes: 2 * MIB, residentPeakBytes: 60 * MIB },
    { peakBytes: MIB, residentPeakBytes: 61.5 * MIB },
  ],
} as unknown as MemoryProfile;

function record(isTTY: boolean, columns = 200) {
  const written: string[] = [];
  return {
    written,
    progress: createMemoryProgress(plan, 2, { isTTY, columns, write: (text: string) => written.push(text) }),
  };
}

describe('the progress of a memory profile', () => {
  it('is a plain line a process where stderr is no terminal', () => {
    const { written, progress } = record(false);
    progress.onPhase(plan[0], 'peak_during_training');
    progress.onEnd(plan[0], profile);
    expect(written).toEqual([
      'n = 5,000, simd, process 1 of 2: JavaScript peak 2.00 MiB, resident peak 61.50 MiB (1 of 2)\n',
    ]);
  });

  it('rewrites one line on a terminal, never over its edge', () => {
    const { written, progress } = record(true);
    progress.onPhase(plan[0], 'peak_during_training');
    expect(written).toEqual(['\r\u001b[Kn = 5,000, simd, process 1 of 2, training (6 of 10) | 0 of 2 done']);
    const narrow = record(true, 30);
    narrow.progress.onPhase(plan[0], 'after_prediction');
    expect(narrow.written[0].replace('\r\u001b[K', '')).toHaveLength(29);
  });
});
