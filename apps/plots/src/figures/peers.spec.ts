import { PEERS_SCHEMA, type PeersRecord, type PeerSummary } from '@fived/records';
import { layoutFigure } from '@fived/charts';
import { describe, expect, it } from 'vitest';
import { madeUpRecord } from '../testing/record.js';
import { peersRatioFigure, peersTimeFigure } from './peers.js';

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

  it('has a tick at the largest size, of which its labels speak', () => {
    const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((thousands) => thousands * 1000);
    const made = peersTimeFigure(recordOf(sizes.map((size) => summary('fived', size, size, 1))), 'one');
    const texts = made === undefined ? [] : layoutFigure(made).primitives.filter(({ role }) => role === 'tick-label');
    expect(texts).toContainEqual(expect.objectContaining({ text: '10,000' }));
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
  const withIntervals = recordOf(
    record.summaries.map((each) => (each.peer === 'jax' ? { ...each, ratio_ci95: [1.05, 1.84] } : each)),
  );
  const panel = peersRatioFigure(withIntervals, 'one')?.panels[0];

  it('has a row a program at the largest size, the fastest at the top, on one logarithmic axis', () => {
    expect(panel?.y).toMatchObject({ tickValues: [0, 1, 2], tickNames: ['tensorflow.js-cpu', 'jax', 'fived'] });
    expect(panel?.x).toMatchObject({ scale: 'log', domain: [0.5, 200] });
    const dots = panel?.marks.filter((mark) => mark.kind === 'points').flatMap(({ points }) => points);
    expect(dots).toEqual([
      { x: 166, y: 0 },
      { x: 1.25, y: 1 },
      { x: 1, y: 2 },
    ]);
  });

  it('has an interval where one is known, and each value with it at the end of its row', () => {
    const whiskers = panel?.marks.filter((mark) => mark.kind === 'whiskers').flatMap(({ intervals }) => intervals);
    expect(whiskers).toEqual([{ y: 1, low: 1.05, high: 1.84 }]);
    const labels = panel?.marks.filter((mark) => mark.kind === 'series-label').map(({ lines: [line] }) => line);
    expect(labels).toEqual(['166', '1.25 (1.05 to 1.84)', '1.00']);
  });

  it('speaks of intervals only where there are some', () => {
    const meaning = (of: PeersRecord) => peersRatioFigure(of, 'one')?.subtitle[2].split(';')[0];
    expect(meaning(withIntervals)).toBe('Geometric means of theirs / ours, 95% intervals');
    expect(meaning(record)).toBe('Geometric means of theirs / ours');
  });
});
