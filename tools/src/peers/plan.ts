/** Which trials there are, and their order. */
import { OUR_PEER, type PeerTrial } from '@fived/records';
import type { PeersOptions } from './options.js';

export type PlannedTrial = Pick<PeerTrial, 'threads' | 'dataset_size' | 'round' | 'peer'>;

/** `peers` are names, which may include ours. */
type PlanOptions = Pick<PeersOptions, 'sizes' | 'rounds' | 'threads'> & { readonly peers: readonly string[] };

/**
 * Goes round by round, so that a machine's drift affects all alike. Each round goes size by size over all peers, and
 * begins with another peer than the round before. Our program is in every trial, so it has no trials of its own.
 */
export const planTrials = ({ sizes, rounds, threads, peers }: PlanOptions): readonly PlannedTrial[] => {
  const others = peers.filter((name) => name !== OUR_PEER);
  return Array.from({ length: rounds }, (_, k) => {
    const order = others.map((_, i) => others[(i + k) % others.length]);
    return threads.flatMap((each) =>
      sizes.flatMap((size) => order.map((peer) => ({ threads: each, dataset_size: size, round: k + 1, peer }))),
    );
  }).flat();
};

/** The planned trials that have not been made. A failed one counts as made. */
export const remaining = (planned: readonly PlannedTrial[], made: readonly PeerTrial[]): readonly PlannedTrial[] => {
  const keyOf = ({ threads, dataset_size, round, peer }: PlannedTrial): string =>
    [threads, dataset_size, round, peer].join(' ');
  const done = new Set(made.map(keyOf));
  return planned.filter((trial) => !done.has(keyOf(trial)));
};
