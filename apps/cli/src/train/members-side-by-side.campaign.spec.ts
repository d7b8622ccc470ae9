// Several networks at a time: the same bits, one failure ends all, and so does Ctrl-C. The threads run compiled code.
// How long the fit took to end after a failure is printed.
import { syntheticRows } from '@fived/data';
import { memberJobs, prepareFit, trainMember, type LabelledRows, type PreparedFit } from '@fived/interpolator';
import { defaultRng } from '@fived/random';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import type { Fault } from '../testing/faulty-member.js';
import { trainMembers, trainSideBySide } from './train-members.js';
import type { FitWatch } from './plan-fit.js';

const JOBS = { short: [1, 2], medium: [1, 2, 3, 9], full: [1, 2, 3, 9] }[inject('campaign')];
const FAULTS = { short: 2, medium: 8, full: 50 }[inject('campaign')];
const SEED = 11;
afterEach(() => {
  vi.unstubAllEnvs();
});

function rows(sampleCount: number): LabelledRows {
  const { x, y, dimensions } = syntheticRows({ sampleCount });
  return {
    x: Array.from({ length: sampleCount }, (_, row) =>
      Array.from(x.subarray(row * dimensions, (row + 1) * dimensions)),
    ),
    y: Array.from(y),
  };
}

const watch = (changes: Partial<FitWatch> = {}): FitWatch => ({
  onEpoch: () => undefined,
  onEnd: () => undefined,
  signal: new AbortController().signal,
  ...changes,
});

const small = { hiddenSizes: [6, 4], epochs: 12, members: 5 };
const fits: readonly (readonly [string, PreparedFit])[] = [
  ['levenberg-marquardt', prepareFit(rows(120), small)],
  ['adam', prepareFit(rows(120), { ...small, optimizer: 'adam' })],
];
const endless = prepareFit(rows(60), {
  optimizer: 'adam',
  hiddenSizes: [4],
  epochs: 1e7,
  patience: 0,
  schedule: 'constant',
  members: 3,
});

describe.each(fits)('networks trained by %s', (_, prepared) => {
  it.each(JOBS)('%d at a time are what each is by itself, to the bit, in their order', async (jobs) => {
    const ended: number[] = [];
    const onEnd: FitWatch['onEnd'] = ({ index }) => ended.push(index);
    const members = await trainMembers(prepared, { engine: 'simd', jobs, threads: 1 }, watch({ onEnd }));
    expect(members).toEqual(memberJobs(prepared).map((job) => trainMember(job)));
    expect(ended.toSorted()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('networks trained side by side', () => {
  it(
    'tell how far they are, and at Ctrl-C are left with what they learned so far; ' + 'the others are not begun',
    async () => {
      const controller = new AbortController();
      const seen = new Set<number>();
      const onEpoch: FitWatch['onEpoch'] = ({ member }) => {
        if (seen.add(member).size === 2) controller.abort();
      };
      const members = await trainMembers(
        endless,
        { engine: 'simd', jobs: 2, threads: 1 },
        watch({ onEpoch, signal: controller.signal }),
      );
      expect(members.map(({ index, stoppedBy }) => [index, stoppedBy])).toEqual([
        [0, 'caller'],
        [1, 'caller'],
      ]);
      for (const { epochsRun, history } of members) expect(history.trainLoss).toHaveLength(epochsRun);
    },
  );

  it('all end when one of them throws, which is named with its message', async () => {
    const diverging = prepareFit(rows(60), {
      optimizer: 'adam',
      hiddenSizes: [4],
      learningRate: 1e30,
      epochs: 1e7,
      patience: 0,
      members: 3,
    });
    for (const jobs of [1, 2]) {
      await expect(trainMembers(diverging, { engine: 'simd', jobs, threads: 1 }, watch())).rejects.toThrow(
        /^network [12] of 3: Training diverged: [^\n]+$/,
      );
    }
  });

  it(
    `all end when one of them throws or its thread dies, at any moment (${FAULTS} of them, with seed ${SEED})`,
    async () => {
      const module = new URL('../../dist/testing/faulty-member.js', import.meta.url);
      const random = defaultRng(SEED);
      const tookMs: number[] = [];
      for (let i = 0; i < FAULTS; i++) {
        // Two networks train at a time, and neither of the first two ends on its own.
        const fault: Fault = {
          member: random.integers(0, 2),
          epoch: random.integers(1, 2000),
          does: random.integers(0, 2) === 0 ? 'exit' : 'throw',
        };
        vi.stubEnv('FIVED_FAULT', JSON.stringify(fault));
        let faultMs = NaN;
        const onEpoch: FitWatch['onEpoch'] = ({ validationLoss }) => (faultMs = validationLoss);
        const message = fault.does === 'exit' ? 'its worker thread ended with exit code 3' : 'out of luck';
        await expect(
          trainSideBySide(endless, { engine: 'simd', jobs: 2, threads: 1 }, watch({ onEpoch }), module),
        ).rejects.toThrow(new Error(`network ${fault.member + 1} of 3: ${message}`));
        tookMs.push(Date.now() - faultMs);
      }
      console.log(`from the fault to the end of all threads: at most ${Math.max(...tookMs)} ms`);
    },
    60_000 * (FAULTS + 1),
  );

  it('all end where the module is missing', async () => {
    const module = new URL('none.js', import.meta.url);
    await expect(trainSideBySide(endless, { engine: 'simd', jobs: 2, threads: 1 }, watch(), module)).rejects.toThrow(
      /^network [12] of 3: Cannot find module/,
    );
  });
});
