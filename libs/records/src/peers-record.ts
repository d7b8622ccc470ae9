/**
 * The shape of `peers.json`: other programs and ours, trained alternately on the same rows and one machine.
 * `schemas/peers.schema.json` says the same to a program that is not ours.
 */
import type { Environment } from './environment.js';

/** Name and version of what `writePeersRecord` writes. */
export const PEERS_SCHEMA = 'fived/peers/1';

/** Ours, to which all ratios are. */
export const OUR_PEER = 'fived';

export const PEER_THREADS = ['one', 'all'] as const;
/** One thread on one core, or as many as the program takes by itself. */
export type PeerThreads = (typeof PEER_THREADS)[number];

export interface PeersSettings {
  readonly hidden_sizes: readonly number[];
  readonly learning_rate: number;
  readonly batch_size: number;
  /** Of the published training, to which times of fewer epochs are scaled. */
  readonly epochs: number;
  /** Of the slow ones. */
  readonly few_epochs: number;
  /** Of data and split. */
  readonly data_seed: number;
  /** On which programs with one thread were kept; null where the system cannot. */
  readonly core: number | null;
}

/** One of the programs. */
export interface Peer {
  readonly name: string;
  /** Why it is not installed; null if it is. */
  readonly not_installed: string | null;
  /** By package, as the program itself said; empty until it has run. */
  readonly versions: Readonly<Record<string, string>>;
  /** What it leaves out or does otherwise than the published training; null if nothing. */
  readonly differs: string | null;
}

/** What one fresh process said. */
export interface PeerRun {
  readonly epochs: number;
  readonly seed: number;
  /** Import of the library and construction of the model. */
  readonly setup_seconds: number;
  /**
   * Epochs before those that count, until a second had passed: with what is compiled at the first call, or while it
   * runs.
   */
  readonly warm_up_epochs: number;
  readonly warm_up_seconds: number;
  /** Of `epochs` epochs from fresh weights after that. */
  readonly training_seconds: number;
  readonly test_r2: number;
  readonly test_mse: number;
  /** Of the whole process. */
  readonly peak_rss_bytes: number;
}

/** A run of ours and, right after it, one of theirs. */
export interface PeerTrial {
  readonly threads: PeerThreads;
  readonly dataset_size: number;
  /** From 1; its seed is 42 + round - 1. */
  readonly round: number;
  readonly peer: string;
  readonly ours: PeerRun;
  /** Null if it failed. */
  readonly theirs: PeerRun | null;
  /** The last thing it said; null if it did not fail. */
  readonly failure: string | null;
}

/** All runs of a program at one size. */
export interface PeerSummary {
  readonly threads: PeerThreads;
  readonly dataset_size: number;
  readonly peer: string;
  readonly runs: number;
  readonly failures: number;
  /** Of the runs; where fewer than the settings' epochs, times are scaled and accuracies are of so many only. */
  readonly epochs_run: number;
  /** For all epochs of the settings. */
  readonly training_seconds_median: number;
  readonly setup_seconds_median: number;
  /** The warm-up less the time of as many later epochs: mostly compilation. */
  readonly first_call_seconds_median: number;
  /** Theirs / ours of the trials, geometric mean: above 1 is slower than ours. 1 for ours itself. */
  readonly ratio: number;
  /** [low, high], 95%; null for one trial and for ours. */
  readonly ratio_ci95: readonly [number, number] | null;
  readonly test_r2_mean: number;
  readonly test_r2_min: number;
  readonly test_r2_max: number;
  readonly test_mse_mean: number;
  readonly peak_rss_bytes_max: number;
}

export interface PeersRecord {
  readonly schema: typeof PEERS_SCHEMA;
  /** When the first trial began, ISO 8601. */
  readonly timestamp: string;
  readonly settings: PeersSettings;
  readonly environment: Environment;
  /** Ours first, then in the order in which tables name them. */
  readonly peers: readonly Peer[];
  /** In the order in which they were made. */
  readonly trials: readonly PeerTrial[];
  readonly summaries: readonly PeerSummary[];
}
