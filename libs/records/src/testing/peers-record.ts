/**
 * For tests only. Every figure in here is MADE UP: nothing of this was measured, and none of it is a result.
 */
import { madeUpRecord } from './record.js';
import { PEERS_SCHEMA, type PeerRun, type PeersRecord } from '../peers-record.js';

const run = (trainingSeconds: number): PeerRun => ({
  epochs: 300,
  seed: 42,
  setup_seconds: 0.01,
  warm_up_epochs: 7,
  warm_up_seconds: 1.2,
  training_seconds: trainingSeconds,
  test_r2: 0.94,
  test_mse: 0.017,
  peak_rss_bytes: 60_000_000,
});

const place = { threads: 'one', dataset_size: 1000 } as const;

export const madeUpPeers: PeersRecord = {
  schema: PEERS_SCHEMA,
  timestamp: '2026-01-02T03:04:05.000Z',
  settings: {
    hidden_sizes: [64, 32, 16],
    learning_rate: 0.001,
    batch_size: 32,
    epochs: 300,
    few_epochs: 20,
    data_seed: 42,
    core: 1,
  },
  environment: madeUpRecord.environment,
  peers: [
    { name: 'fived', not_installed: null, versions: { node: '20.20.2' }, differs: null },
    { name: 'slowpoke', not_installed: null, versions: {}, differs: 'no minibatches' },
    { name: 'absent', not_installed: 'no such package', versions: {}, differs: null },
  ],
  trials: [
    { ...place, round: 1, peer: 'slowpoke', ours: run(0.1), theirs: run(0.30000000000000004), failure: null },
    { ...place, round: 2, peer: 'slowpoke', ours: run(0.1), theirs: null, failure: 'out of memory' },
  ],
  summaries: [
    {
      ...place,
      peer: 'slowpoke',
      runs: 1,
      failures: 1,
      epochs_run: 300,
      training_seconds_median: 0.3,
      setup_seconds_median: 0.01,
      first_call_seconds_median: 0,
      ratio: 3,
      ratio_ci95: null,
      test_r2_mean: 0.94,
      test_r2_min: 0.94,
      test_r2_max: 0.94,
      test_mse_mean: 0.017,
      peak_rss_bytes_max: 60_000_000,
    },
  ],
};
