/** The record: begins it, takes it up again, and renews it with each trial. */
import { captureEnvironment } from '@fived/bench';
import { inertStrings, PEERS_SCHEMA, type Peer, type PeersRecord, type PeerTrial } from '@fived/records';
import { ROOT } from '../workspace.js';
import type { PeersOptions } from './options.js';
import { DATA_SEED, TRAINING } from './task.js';
import { summarizeTrials } from './summary.js';

export const beginRecord = async (
  { epochs, fewEpochs, core }: Pick<PeersOptions, 'epochs' | 'fewEpochs' | 'core'>,
  peers: readonly Peer[],
): Promise<PeersRecord> => ({
  schema: PEERS_SCHEMA,
  timestamp: new Date().toISOString(),
  settings: {
    hidden_sizes: TRAINING.hiddenSizes,
    learning_rate: TRAINING.learningRate,
    batch_size: TRAINING.batchSize,
    epochs,
    few_epochs: fewEpochs,
    data_seed: DATA_SEED,
    core: core ?? null,
  },
  environment: inertStrings(await captureEnvironment({ folder: ROOT })),
  peers,
  trials: [],
  summaries: [],
});

/**
 * An earlier record with the peers of `fresh`, to go on with. Sizes, rounds, threads and peers may have changed.
 * @throws Error of one line that names what else differs
 */
export const resumeRecord = (earlier: PeersRecord, fresh: PeersRecord, path: string): PeersRecord => {
  const compared = ({ settings, environment }: PeersRecord): Readonly<Record<string, string>> => ({
    settings: JSON.stringify(Object.entries(settings).sort(([a], [b]) => a.localeCompare(b))),
    processor: environment.cpu.model ?? 'unknown',
    'Node version': environment.node ?? 'unknown',
    commit: environment.git?.commit ?? 'unknown',
  });
  const [before, now] = [compared(earlier), compared(fresh)];
  const different = Object.keys(now).filter((what) => before[what] !== now[what]);
  if (different.length > 0) {
    const all = different.map((what) => `${what} was ${before[what]} and is ${now[what]}`).join('; ');
    throw new Error(
      `${path} cannot be gone on with: ${all}. Leave --resume out to begin anew, or choose another --out.`,
    );
  }
  const earlierPeer = (name: string): Peer | undefined => earlier.peers.find((peer) => peer.name === name);
  const peers = fresh.peers.map((peer) => ({ ...peer, versions: earlierPeer(peer.name)?.versions ?? {} }));
  // Peers that are not asked for this time keep their trials.
  const others = earlier.peers.filter(({ name }) => !fresh.peers.some((peer) => peer.name === name));
  return { ...earlier, peers: [...peers, ...others] };
};

export interface MadeTrial {
  readonly trial: PeerTrial;
  /** What each program said about its versions. */
  readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const withTrial = (record: PeersRecord, { trial, versions }: MadeTrial): PeersRecord => {
  const trials = [...record.trials, trial];
  const peers = record.peers.map((peer) => (peer.name in versions ? { ...peer, versions: versions[peer.name] } : peer));
  const names = peers.map(({ name }) => name);
  return { ...record, peers, trials, summaries: summarizeTrials(trials, names, record.settings) };
};
