/**
 * The shape of `peers.json`: other programs and ours, trained alternately on the same rows and on one machine.
 * `schemas/peers.schema.json` describes the same shape for other programs.
 */
import type { Environment } from './environment.js';

/** Name and version of the format that `writePeersRecord` writes. */
export const PEERS_SCHEMA = 'fived/peers/1';

/** Our program, the denominator of all ratios. */
export const OUR_PEER = 'fived';

export const PEER_THREADS = ['one', 'all'] as const;
/** Either one thread on one core, or as many threads as the program takes on its own. */
export type PeerThreads = (typeof PEER_THREADS)[number];

export interface PeersSettings {
  readonly hidden_sizes: readonly number[];
  readonly learning_rate: number;
  readonly batch_size: number;
  /** Epochs of the published training. Times of fewer epochs are scaled to this number. */
  readonly epochs: number;
  /** For the slow programs. */
  readonly few_epochs: number;
  /** The seed of data and split. */
  readonly data_seed: number;
  /** The core to which programs with one thread were pinned; null where the system cannot pin. */
  readonly core: number | null;
}

/** One of the programs. */
export interface Peer {
  readonly name: string;
  /** Why it is not installed; null if it is. */
  readonly not_installed: string | null;
  /** Versions by package, as the program itself reported them. Empty until it has run. */
  readonly versions: Readonly<Record<string, string>>;
  /** What it omits or does differently from the published training; null if nothing. */
  readonly differs: string | null;
}

/** The report of one fresh process. */
export interface PeerRun {
  readonly epochs: number;
  readonly seed: number;
  /** Time to import the library and construct the model. */
  readonly setup_seconds: number;
  /**
   * Epochs before those that count, run until a second had passed. They include compilation, both at the first call and
   * later.
   */
  readonly warm_up_epochs: number;
  readonly warm_up_seconds: number;
  /** The time of `epochs` epochs from fresh weights after that. */
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
  /** From 1. Its seed is 42 + round - 1. */
  readonly round: number;
  readonly peer: string;
  readonly ours: PeerRun;
  /** Null if it failed. */
  readonly theirs: PeerRun | null;
  /** The last thing that it printed; null if it did not fail. */
  readonly failure: string | null;
}

/** All runs of a program at one size. */
export interface PeerSummary {
  readonly threads: PeerThreads;
  readonly dataset_size: number;
  readonly peer: string;
  readonly runs: number;
  readonly failures: number;
  /** Epochs of the runs. If fewer than in the settings, times are scaled, and accuracies are after only that many. */
  readonly epochs_run: number;
  /** For all epochs of the settings. */
  readonly training_seconds_median: number;
  readonly setup_seconds_median: number;
  /** The warm-up minus the time of as many later epochs, which is mostly compilation. */
  readonly first_call_seconds_median: number;
  /** Theirs / ours over the trials, as a geometric mean. Above 1 is slower than ours. 1 for ours itself. */
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
  /** Ours first, then in the order of the tables. */
  readonly peers: readonly Peer[];
  /** In the order in which they were made. */
  readonly trials: readonly PeerTrial[];
  readonly summaries: readonly PeerSummary[];
}
