/** Which trials there are, and in which order. */
import { OUR_PEER, type PeerThreads, type PeerTrial } from '@fived/records';

export interface PlannedTrial {
  readonly threads: PeerThreads;
  readonly datasetSize: number;
  /** From 1. */
  readonly round: number;
  readonly peer: string;
}

export interface PlanOptions {
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly threads: readonly PeerThreads[];
  /** Names, ours among them or not. */
  readonly peers: readonly string[];
}

/**
 * Round by round, so that a machine's drift falls on all alike; in each, size by size, all peers, of which another one
 * begins in each round. Ours is in every trial and has none of its own.
 */
export const planTrials = ({ sizes, rounds, threads, peers }: PlanOptions): readonly PlannedTrial[] => {
  const others = peers.filter((name) => name !== OUR_PEER);
  return Array.from({ length: rounds }, (_, k) => k).flatMap((k) => {
    const order = others.map((_, i) => others[(i + k) % others.length]);
    return threads.flatMap((each) =>
      sizes.flatMap((datasetSize) => order.map((peer) => ({ threads: each, datasetSize, round: k + 1, peer }))),
    );
  });
};

/** The planned trials that are not among the made ones. A failure counts as made. */
export const remaining = (planned: readonly PlannedTrial[], made: readonly PeerTrial[]): readonly PlannedTrial[] => {
  const keyOf = (threads: string, size: number, round: number, peer: string): string =>
    [threads, size, round, peer].join(' ');
  const done = new Set(made.map(({ threads, dataset_size, round, peer }) => keyOf(threads, dataset_size, round, peer)));
  return planned.filter(({ threads, datasetSize, round, peer }) => !done.has(keyOf(threads, datasetSize, round, peer)));
};
