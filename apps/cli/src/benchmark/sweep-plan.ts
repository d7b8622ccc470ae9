/**
 * The trainings that a sweep still has to make, and their order.
 *
 * A machine drifts: it warms up, its clock is throttled, others load it. Size after size, such a phase falls on one
 * size alone and looks like scaling. So the runs go round-robin, each round over all sizes in a random order.
 */
import type { RunContext } from '@fived/bench';
import { SeedSequence, defaultRng } from '@fived/random';
import type { SizeResult } from '@fived/records';
import { shuffled } from '../shuffled.js';

export interface PlanSettings extends OrderSettings {
  /** Trainings at a time. Default 1. */
  readonly jobs?: number;
}

/** One training of the plan. A cold one does the work of the counted run after it. */
export type PlannedRun = CountedRun & RunContext;

/**
 * The trainings in the order in which they are made: all, or what the `earlier` results have left.
 *
 * Right before its first counted run each size has an uncounted cold one. So has the first run of a resumed sweep: its
 * process has compiled nothing yet. With several trainings at a time there are no cold runs, since there are no times
 * to compare.
 */
export function planRuns(settings: PlanSettings, earlier: readonly SizeResult[] = []): readonly PlannedRun[] {
  const done = new Map(
    earlier.map(({ dataset_size, individual_runs }) => [dataset_size, new Set(individual_runs.map(({ run }) => run))]),
  );
  const withColdRun = new Set(done.keys());
  return orderRuns(settings)
    .filter(({ datasetSize, run }) => done.get(datasetSize)?.has(run) !== true)
    .flatMap((counted, index) => {
      const isFirst = index === 0 || !withColdRun.has(counted.datasetSize);
      withColdRun.add(counted.datasetSize);
      return isFirst && (settings.jobs ?? 1) === 1
        ? [
            { ...counted, cold: true },
            { ...counted, cold: false },
          ]
        : [{ ...counted, cold: false }];
    });
}

/** One counted run of a sweep. */
export interface CountedRun {
  readonly datasetSize: number;
  /** The run of its size, from 1. */
  readonly run: number;
  /** The place in the sweep, from 1. */
  readonly position: number;
}

export interface OrderSettings {
  readonly sizes: readonly number[];
  readonly runs: number;
  /** The seed of the sweep. */
  readonly seed: number;
}

const ORDER_STREAM = 100;

/**
 * The stream that orders the sizes of one round: NumPy's SeedSequence(seed, spawn_key=(100, round)). A model's streams
 * have keys of one word (`modelSeed` in libs/nn) and the dataset's has none, so neither shares it. Each round has a
 * stream of its own, so its order depends on the seed and the sizes alone.
 */
export function roundSeed(seed: number, round: number): SeedSequence {
  return new SeedSequence(seed, [ORDER_STREAM, round]);
}

/** All counted runs in the order in which they are made. Round k is run k of every size. */
export function orderRuns({ sizes, runs, seed }: OrderSettings): readonly CountedRun[] {
  const rounds = Array.from({ length: runs }, (_, index) => index + 1);
  return rounds
    .flatMap((run) => shuffled(sizes, defaultRng(roundSeed(seed, run))).map((datasetSize) => ({ datasetSize, run })))
    .map((counted, index) => ({ ...counted, position: index + 1 }));
}
