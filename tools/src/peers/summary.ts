/** Summarises trials: one row for each program, size and number of threads. */
import { summarize } from '@fived/bench';
import {
  OUR_PEER,
  PEER_THREADS,
  type PeerRun,
  type PeerSummary,
  type PeersSettings,
  type PeerTrial,
} from '@fived/records';

type SummarySettings = Pick<PeersSettings, 'epochs'>;

/** The time for all epochs of the settings. */
const scaledSeconds = ({ training_seconds, epochs }: PeerRun, settings: SummarySettings): number =>
  (training_seconds / epochs) * settings.epochs;

/** How much longer the warm-up took than the same number of later epochs. Never below zero, where timings scatter. */
const firstCallSeconds = ({ warm_up_seconds, warm_up_epochs, training_seconds, epochs }: PeerRun): number =>
  Math.max(0, warm_up_seconds - (training_seconds / epochs) * warm_up_epochs);

const summaryOf = (runs: readonly PeerRun[], settings: SummarySettings) => {
  const of = (value: (run: PeerRun) => number) => summarize(runs.map(value));
  const r2 = of((run) => run.test_r2);
  return {
    runs: runs.length,
    epochs_run: Math.min(...runs.map(({ epochs }) => epochs)),
    training_seconds_median: of((run) => scaledSeconds(run, settings)).median,
    setup_seconds_median: of((run) => run.setup_seconds).median,
    first_call_seconds_median: of(firstCallSeconds).median,
    test_r2_mean: r2.mean,
    test_r2_min: r2.min,
    test_r2_max: r2.max,
    test_mse_mean: of((run) => run.test_mse).mean,
    peak_rss_bytes_max: of((run) => run.peak_rss_bytes).max,
  };
};

/** By threads, size, and the order of `peers`. A program without a finished run there has no row. */
export const summarizeTrials = (
  trials: readonly PeerTrial[],
  peers: readonly string[],
  settings: SummarySettings,
): readonly PeerSummary[] => {
  const sizes = [...new Set(trials.map(({ dataset_size }) => dataset_size))].sort((a, b) => a - b);
  return PEER_THREADS.flatMap((threads) =>
    sizes.flatMap((size): readonly PeerSummary[] => {
      const here = trials.filter((trial) => trial.threads === threads && trial.dataset_size === size);
      if (here.length === 0) return [];
      const place = { threads, dataset_size: size };
      const runs = here.map(({ ours }) => ours);
      const ours = { ...place, peer: OUR_PEER, failures: 0, ratio: 1, ratio_ci95: null, ...summaryOf(runs, settings) };
      return [
        ours,
        ...peers
          .filter((name) => name !== OUR_PEER)
          .flatMap((peer) => {
            const all = here.filter((trial) => trial.peer === peer);
            const finished = all.flatMap(({ ours: own, theirs }) => (theirs === null ? [] : [{ own, theirs }]));
            if (finished.length === 0) return [];
            // Theirs / ours for each trial: the geometric mean and its bootstrap interval, both by way of logarithms.
            const { mean, ci95 } = summarize(
              finished.map(({ own, theirs }) =>
                Math.log(scaledSeconds(theirs, settings) / scaledSeconds(own, settings)),
              ),
            );
            return [
              {
                ...place,
                peer,
                failures: all.length - finished.length,
                ratio: Math.exp(mean),
                ratio_ci95: ci95 === null ? null : ([Math.exp(ci95.lower), Math.exp(ci95.upper)] as const),
                ...summaryOf(
                  finished.map(({ theirs }) => theirs),
                  settings,
                ),
              },
            ];
          }),
      ];
    }),
  );
};
