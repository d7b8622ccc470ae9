import { describe, expect, it } from 'vitest';
import { presets } from './defaults.js';
import { Fitting, Interpolator } from './index.js';
import { errorMetrics } from './metrics.js';
import { quick, smoothRows } from './testing/rows.js';

const rows = smoothRows(120);

describe('Fitting', () => {
  it('epoch by epoch gives what the plain fit gives', () => {
    const fitting = new Fitting(rows, quick);
    let epochs = 0;
    while (!fitting.isDone) epochs = fitting.runEpoch().epoch;
    expect(epochs).toBe(quick.epochs);
    expect(Interpolator.of(fitting.finish()).toBytes()).toEqual(Interpolator.fit(rows, quick).toBytes());
  });

  it('has the weights of the epoch with the least validation loss, and the loss that they give', () => {
    const model = Interpolator.fit(rows, { ...quick, learningRate: 0.1 });
    const { trainLoss, validationLoss } = model.history;
    expect(trainLoss).toHaveLength(quick.epochs);
    expect(model.bestEpoch).toBe(validationLoss.indexOf(Math.min(...validationLoss)) + 1);
    expect(model.bestEpoch).toBeLessThan(quick.epochs);
    const { scale } = model.model.target;
    expect((model.metrics.validation.rmse / scale) ** 2).toBeCloseTo(validationLoss[model.bestEpoch - 1], 5);
  });

  it('stops after `patience` epochs without a smaller validation loss', () => {
    const patient = Interpolator.fit(rows, { ...quick, epochs: 400, learningRate: 0.1, patience: 7 });
    const { epochsRun, bestEpoch, stoppedBy } = patient.model.training;
    expect(stoppedBy).toBe('patience');
    expect(epochsRun).toBe(bestEpoch + 7);
    expect(epochsRun).toBeLessThan(400);
    expect(patient.history.validationLoss).toHaveLength(epochsRun);
  });

  it.each([0, Infinity])('never stops early with patience %d', (patience) => {
    const model = Interpolator.fit(rows, { ...quick, epochs: 150, learningRate: 0.1, patience });
    expect(model.model.training).toMatchObject({ epochsRun: 150, stoppedBy: 'epochs' });
    expect(model.settings.patience).toBe(0);
  });

  it('keeps the best so far when it is told to stop', () => {
    const seen: number[] = [];
    const model = Interpolator.fit(rows, {
      ...quick,
      onEpoch: ({ epoch }) => {
        seen.push(epoch);
        return epoch === 5 ? 'stop' : undefined;
      },
    });
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(model.model.training).toMatchObject({ epochsRun: 5, stoppedBy: 'caller' });
    expect(model.predict(rows.x)).toHaveLength(120);
  });

  it('tells the learning rate of every epoch', () => {
    const rates = (schedule: 'constant' | 'cosine'): number[] =>
      Array.from(Interpolator.fit(rows, { ...quick, epochs: 4, learningRate: 0.01, schedule }).history.learningRate);
    expect(rates('constant')).toEqual([0.01, 0.01, 0.01, 0.01]);
    // (1 + cos(k pi / 4)) / 2 for k = 0 to 3
    [1, (2 + Math.SQRT2) / 4, 1 / 2, (2 - Math.SQRT2) / 4].forEach((share, epoch) => {
      expect(rates('cosine')[epoch]).toBeCloseTo(0.01 * share, 12);
    });
  });

  it('has the published settings where they are asked for, but for what is asked for beside', () => {
    const { settings, network } = Interpolator.fit(smoothRows(30, 5), { preset: 'published', epochs: 2 });
    expect(settings).toEqual({
      hiddenSizes: [64, 32, 16], activation: 'relu', epochs: 2, batchSize: 32, learningRate: 0.001, schedule: 'constant',
      patience: 0, seed: 42,
    });
    expect(network.sizes).toEqual([5, 64, 32, 16, 1]);
    expect(presets.published().epochs).toBe(300);
  });

  it('takes an option that is undefined for one that was not given', () => {
    const { settings } = Interpolator.fit(rows, { ...quick, patience: undefined, seed: undefined, batchSize: undefined });
    expect(settings).toMatchObject({ patience: 50, seed: 42 });
  });

  it('gives actual and predicted values of the three sets, which share no row', () => {
    const { sets, metrics } = Interpolator.fit(rows, quick);
    const all = (['training', 'validation', 'test'] as const).flatMap((set) => {
      const { rows: indices = [], actual = new Float64Array(0), predicted = new Float64Array(0) } = sets?.[set] ?? {};
      expect(actual).toEqual(Float64Array.from(indices, (row) => rows.y[row]));
      expect(errorMetrics(actual, predicted)).toEqual(metrics[set]);
      return Array.from(indices);
    });
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, row) => row));
  });

  it('has no model before the first epoch, and no epoch after the last', () => {
    const fitting = new Fitting(rows, { ...quick, epochs: 1 });
    expect(() => fitting.finish()).toThrow('No epoch has been run: call runEpoch first.');
    fitting.runEpoch();
    expect(() => fitting.runEpoch()).toThrow('All 1 epochs of this training are over');
  });
});
