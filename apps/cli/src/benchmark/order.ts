/**
 * The order in which the counted runs of a sweep are made.
 *
 * A machine drifts: it warms up, its clock is throttled, others load it. Size after size, such a phase falls on one
 * size alone and looks like scaling. So the runs go round-robin, each round over all sizes in a random order.
 */
import { defaultRng, SeedSequence } from '@fived/random';
import { shuffled } from './shuffled.js';

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
