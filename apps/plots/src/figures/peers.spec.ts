import { PEERS_SCHEMA, type PeersRecord, type PeerSummary } from '@fived/records';
import { layoutFigure } from '@fived/charts';
import { describe, expect, it } from 'vitest';
import { madeUpRecord } from '../record.fixture.js';
import { peersRatioFigure } from './peers-ratio.js';
import { peersTimeFigure } from './peers-time.js';

// Every figure is MADE UP.
const summary = (
  peer: string,
  dataset_size: number,
  seconds: number,
  ratio: number,
  epochs_run = 300,
): PeerSummary => ({
  threads: 'one',
  dataset_size,
  peer,
  runs: 3,
  failures: 0,
  epochs_run,
  training_seconds_median: seconds,
  setup_seconds_median: 0.1,
  first_call_seconds_median: 0.2,
  ratio,
  ratio_ci95: null,
  test_r2_mean: 0.9,
  test_r2_min: 0.9,
  test_r2_max: 0.9,
  test_mse_mean: 0.01,
  peak_rss_bytes_max: 1,
});

const recordOf = (summaries: readonly PeerSummary[]): PeersRecord => ({
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
  environment: madeUpRecord().environment,
  peers: [],
  trials: [],
  summaries,
});

const record = recordOf([
  summary('fived', 10000, 1.2, 1),
  summary('fived', 1000, 0.12, 1),
  summary('jax', 1000, 0.2, 1.6),
  summary('jax', 10000, 1.5, 1.25),
  summary('tensorflow.js-cpu', 10000, 200, 166, 20),
]);

describe('The figure of training times', () => {
  const figure = peersTimeFigure(record, 'one');

  it('has a line a program, by ascending size, on two logarithmic axes', () => {
    const panel = figure?.panels[0];
    expect([panel?.x.scale, panel?.y.scale]).toEqual(['log', 'log']);
    const lines = panel?.marks.filter((mark) => mark.kind === 'line').map(({ points }) => points);
    expect(lines).toEqual([
      [
        { x: 1000, y: 0.12 },
        { x: 10000, y: 1.2 },
      ],
      [
        { x: 1000, y: 0.2 },
        { x: 10000, y: 1.5 },
      ],
      [{ x: 10000, y: 200 }],
    ]);
    const labels = panel?.marks.filter((mark) => mark.kind === 'series-label').map(({ lines: [line] }) => line);
    expect(labels).toEqual(['fived  1.20 s', 'jax  1.50 s', 'tensorflow.js-cpu  200 s']);
  });

  it('names settings, machine and what is scaled', () => {
    expect(figure?.subtitle[0]).toBe(
      'Network 5-64-32-16-1 · 300 epochs · learning rate 0.001 · batch size 32 · 1 thread on 1 core',
    );
    expect(figure?.subtitle[1]).toContain('Made-up CPU');
    expect(figure?.caption).toBe('Scaled from 20 epochs: tensorflow.js-cpu.');
  });

  it('is not there for threads that were not measured', () => {
    expect(peersTimeFigure(record, 'all')).toBeUndefined();
    expect(peersRatioFigure(record, 'all')).toBeUndefined();
  });

  it('can be laid out, also of a lone size', () => {
    for (const one of [record, recordOf([summary('fived', 1000, 1, 1), summary('jax', 1000, 2, 2)])]) {
      for (const made of [peersTimeFigure(one, 'one'), peersRatioFigure(one, 'one')]) {
        expect(made).toBeDefined();
        if (made !== undefined) expect(layoutFigure(made).primitives.length).toBeGreaterThan(10);
      }
    }
  });
});

describe('The figure of ratios', () => {
  it('shows the largest size, from the fastest on, and those far from ours in a panel of their own', () => {
    const panels = peersRatioFigure(record, 'one')?.panels;
    expect(panels?.map(({ categories, series }) => [categories, series[0].values])).toEqual([
      [
        ['fived', 'jax'],
        [1, 1.25],
      ],
      [['tensorflow.js-cpu'], [166]],
    ]);
  });

  it('has one panel where nobody is far', () => {
    expect(
      peersRatioFigure(recordOf([summary('fived', 1000, 1, 1), summary('jax', 1000, 2, 2)]), 'one')?.panels,
    ).toHaveLength(1);
  });
});
