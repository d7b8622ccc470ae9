import type { PeerRun, PeerTrial } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { summarizeTrials } from './summary.js';

const run = (values: Partial<PeerRun>): PeerRun => ({
  epochs: 300,
  seed: 42,
  setup_seconds: 0.5,
  warm_up_epochs: 1,
  warm_up_seconds: 1,
  training_seconds: 3,
  test_r2: 0.9,
  test_mse: 0.02,
  peak_rss_bytes: 100,
  ...values,
});

const trial = (round: number, peer: string, ours: PeerRun, theirs: PeerRun | null): PeerTrial => ({
  threads: 'one',
  dataset_size: 1000,
  round,
  peer,
  ours,
  theirs,
  failure: theirs === null ? 'no memory' : null,
});

const settings = { epochs: 300 };

describe('The summaries', () => {
  it('have medians, and ratios of the neighbouring runs', () => {
    // ratios 2, 8 and 4: geometric mean 4 (by hand: 2 * 8 * 4 = 64 = 4^3)
    const trials = [
      trial(1, 'a', run({ training_seconds: 1 }), run({ training_seconds: 2, test_r2: 0.8, peak_rss_bytes: 7 })),
      trial(2, 'a', run({ training_seconds: 2 }), run({ training_seconds: 16, test_r2: 0.9, peak_rss_bytes: 9 })),
      trial(3, 'a', run({ training_seconds: 3 }), run({ training_seconds: 12, test_r2: 1, peak_rss_bytes: 8 })),
    ];
    const [ours, theirs] = summarizeTrials(trials, ['fived', 'a'], settings);
    expect(ours).toMatchObject({ peer: 'fived', runs: 3, training_seconds_median: 2, ratio: 1, ratio_ci95: null });
    expect(theirs).toMatchObject({
      peer: 'a',
      runs: 3,
      training_seconds_median: 12,
      test_r2_min: 0.8,
      test_r2_max: 1,
      peak_rss_bytes_max: 9,
    });
    expect(theirs.ratio).toBeCloseTo(4, 12);
    expect(theirs.test_r2_mean).toBeCloseTo(0.9, 12);
    const [low, high] = theirs.ratio_ci95 ?? [NaN, NaN];
    // a resample of three cannot go beyond the range of the ratios
    expect(low).toBeGreaterThanOrEqual(2 * (1 - 1e-12));
    expect(low).toBeLessThan(4);
    expect(high).toBeGreaterThan(4);
    expect(high).toBeLessThanOrEqual(8 * (1 + 1e-12));
  });

  it('scale the time of fewer epochs, and say how many there were', () => {
    const theirs = run({ epochs: 20, training_seconds: 10, warm_up_epochs: 2, warm_up_seconds: 1.5 });
    const [, summary] = summarizeTrials(
      [trial(1, 'slow', run({ training_seconds: 3 }), theirs)],
      ['fived', 'slow'],
      settings,
    );
    // half a second an epoch: 150 s for 300; the warm-up of 2 epochs took half a second more than 2 later ones
    expect(summary).toMatchObject({
      epochs_run: 20,
      training_seconds_median: 150,
      first_call_seconds_median: 0.5,
      ratio_ci95: null,
    });
    expect(summary.ratio).toBeCloseTo(50, 12);
  });

  it('never have a first call that took less than nothing', () => {
    const theirs = run({ epochs: 10, training_seconds: 10, warm_up_seconds: 0.9 });
    expect(summarizeTrials([trial(1, 'a', run({}), theirs)], ['a'], settings)[1].first_call_seconds_median).toBe(0);
  });

  it('count failures, and leave out who never finished', () => {
    const trials = [trial(1, 'a', run({}), run({})), trial(2, 'a', run({}), null), trial(1, 'b', run({}), null)];
    const summaries = summarizeTrials(trials, ['fived', 'a', 'b'], settings);
    expect(summaries.map(({ peer, runs, failures }) => [peer, runs, failures])).toEqual([
      ['fived', 3, 0],
      ['a', 1, 1],
    ]);
  });

  it('keep sizes and numbers of threads apart, and follow the order of the programs', () => {
    const trials = [
      { ...trial(1, 'a', run({}), run({})), threads: 'all' as const },
      { ...trial(1, 'b', run({}), run({})), dataset_size: 2000 },
      trial(1, 'b', run({}), run({})),
      trial(1, 'a', run({}), run({})),
    ];
    expect(
      summarizeTrials(trials, ['fived', 'a', 'b'], settings).map(
        ({ threads, dataset_size, peer }) => `${threads} ${dataset_size} ${peer}`,
      ),
    ).toEqual([
      'one 1000 fived',
      'one 1000 a',
      'one 1000 b',
      'one 2000 fived',
      'one 2000 b',
      'all 1000 fived',
      'all 1000 a',
    ]);
  });
});
