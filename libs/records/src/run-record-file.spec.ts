import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunRecord, validateRunRecord, writeRunRecord } from './run-record-file.js';
import { madeUpRun } from './run-record.fixture.js';

const without = (value: object, field: string): object => Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));

const { metrics, settings, features } = madeUpRun;
const metricsWith = (test: object) => ({ ...madeUpRun, metrics: { ...metrics, test: { ...metrics.test, ...test } } });

describe('validateRunRecord', () => {
  it.each([
    ['one network', madeUpRun],
    ['code and machine unknown', without(without(madeUpRun, 'code_version'), 'environment')],
    ['an ensemble', { ...metricsWith({ coverage_95: 0.94 }), members: 5 }],
    ['a model worse than the mean', metricsWith({ r2: -1e12 })],
    ['a training that is never stopped early', { ...madeUpRun, settings: { ...settings, patience: null } }],
    [
      'all rows for training',
      {
        ...madeUpRun,
        split: { train: 1000, validation: 0, test: 0 },
        metrics: { ...metrics, validation: null, test: null },
        baselines: { mean: { ...metrics, validation: null, test: null }, least_squares: { ...metrics, validation: null, test: null } },
      },
    ],
  ])('accepts %s', (_, value) => {
    expect(validateRunRecord(value, 'metrics.json')).toBe(value);
  });

  it.each([
    ['another schema', { ...madeUpRun, schema: 'fived/metrics/2' }, 'schema: found "fived/metrics/2", must be "fived/metrics/1"'],
    ['a record of another kind', { schema: 'fived/memory_profile/1' }, 'schema: found "fived/memory_profile/1", must be "fived/metrics/1"'],
    ['no record at all', [], 'schema: found nothing, must be "fived/metrics/1"'],
    ['NaN', metricsWith({ r2: NaN }), 'metrics.test.r2: found NaN, must be number'],
    ['infinity', metricsWith({ r2: -Infinity }), 'metrics.test.r2: found -Infinity, must be number'],
    ['an R2 above 1', metricsWith({ r2: 1.5 }), 'metrics.test.r2: found 1.5, must be <= 1'],
    ['a negative error', metricsWith({ rmse: -0.1 }), 'metrics.test.rmse: found -0.1, must be >= 0'],
    ['a text for a number', { ...madeUpRun, epochs_run: '250' }, 'epochs_run: found "250", must be integer'],
    ['no features', { ...madeUpRun, features: [] }, 'features: found [], must NOT have fewer than 1 items'],
    ['an end that there is not', { ...madeUpRun, stopped: 'done' }, 'stopped: found "done", must be one of ["finished","early","interrupted"]'],
    ['a hash that is none', { ...madeUpRun, weights_sha256: 'ab' }, 'weights_sha256: found "ab", must match pattern "^[0-9a-f]{64}$"'],
    ['a mean of infinity', { ...madeUpRun, target: { ...madeUpRun.target, mean: Infinity } }, 'target.mean: found Infinity, must be number,null'],
    ['sets that are not all rows', { ...madeUpRun, split: { train: 700, validation: 150, test: 149 } }, 'split: found 999, must add up to source.rows, 1000'],
    ['too many epochs', { ...madeUpRun, epochs_run: 301 }, 'epochs_run: found 301, must be <= settings.epochs, 300'],
    ['a best epoch that did not run', { ...madeUpRun, best_epoch: 251 }, 'best_epoch: found 251, must be <= epochs_run, 250'],
    ['rows without metrics', { ...madeUpRun, metrics: { ...metrics, test: null } }, 'metrics.test: found null, must be metrics: split.test is 150'],
    [
      'metrics of no rows',
      { ...madeUpRun, split: { train: 850, validation: 150, test: 0 }, metrics: { ...metrics, test: null } },
      'baselines.mean.test: found metrics, must be null: split.test is 0',
    ],
  ])('names file, place, what was found and what is right for %s', (_, value, message) => {
    expect(() => validateRunRecord(value, 'metrics.json')).toThrow(new Error(`metrics.json: ${message}`));
  });

  it('names each missing field', () => {
    const refuses = (value: object, place: string): void => {
      expect(() => validateRunRecord(value, 'm.json')).toThrow(`m.json: ${place}: found nothing, must be present`);
    };
    for (const field of Object.keys(madeUpRun).filter((name) => !['schema', 'code_version', 'environment'].includes(name))) refuses(without(madeUpRun, field), field);
    for (const part of ['source', 'target', 'network', 'settings', 'split', 'metrics', 'baselines'] as const) {
      for (const field of Object.keys(madeUpRun[part])) refuses({ ...madeUpRun, [part]: without(madeUpRun[part], field) }, `${part}.${field}`);
    }
    for (const field of Object.keys(features[0])) refuses({ ...madeUpRun, features: [without(features[0], field)] }, `features[0].${field}`);
    for (const field of ['r2', 'rmse', 'mae', 'max_error']) {
      refuses({ ...madeUpRun, metrics: { ...metrics, train: without(metrics.train ?? {}, field) } }, `metrics.train.${field}`);
    }
  });
});

describe('the file of a run', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fived-run-record-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('holds every number to the last bit', async () => {
    const path = join(folder, 'metrics.json');
    await writeRunRecord(path, madeUpRun);
    expect(await readRunRecord(path)).toEqual(madeUpRun);
    expect(readFileSync(path, 'utf8')).toContain('"training_time_seconds": 0.30000000000000004');
  });

  it('is left alone when the record is not valid', async () => {
    const path = join(folder, 'never.json');
    await expect(writeRunRecord(path, { ...madeUpRun, best_epoch: 0 })).rejects.toThrow(`${path}: best_epoch: found 0, must be >= 1`);
    await expect(writeRunRecord(path, { ...madeUpRun, best_epoch: 251 })).rejects.toThrow('must be <= epochs_run, 250');
    expect(existsSync(path)).toBe(false);
  });

  it('is named with the command that writes it when it is missing, and refused when it is cut short', async () => {
    const path = join(folder, 'missing.json');
    await expect(readRunRecord(path)).rejects.toThrow(`${path}: there is no such file; "fived train" writes it`);
    const cut = join(folder, 'cut.json');
    writeFileSync(cut, JSON.stringify(madeUpRun).slice(0, 500));
    await expect(readRunRecord(cut)).rejects.toThrow(`${cut}: not valid JSON (cut short or damaged?)`);
  });
});
