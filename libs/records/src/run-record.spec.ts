import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunRecord, validateRunRecord, writeRunRecord } from './record-files.js';
import { madeUpRun } from './testing/run-record.js';

const without = (value: object, field: string): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));

const { metrics, settings, features, members } = madeUpRun;
const [patient, , last] = members;
const secondOrder = { optimizer: 'levenberg-marquardt', batch_size: null, learning_rate: null, schedule: null };
const settingsWith = (more: object) => ({ ...madeUpRun, settings: { ...settings, ...more } });
const metricsWith = (test: object) => ({ ...madeUpRun, metrics: { ...metrics, test: { ...metrics.test, ...test } } });

describe('validateRunRecord', () => {
  it.each([
    ['three networks, one of which is left out', madeUpRun],
    ['code and machine unknown', without(without(madeUpRun, 'code_version'), 'environment')],
    ['one network', { ...settingsWith({ members: 1 }), members: [patient] }],
    ['second-order training, which has no learning rate', settingsWith(secondOrder)],
    [
      'an interrupted training',
      { ...madeUpRun, members: [{ ...patient, stopped: 'interrupted' }], stopped: 'interrupted' },
    ],
    ['one whose first network was never trained', { ...madeUpRun, members: [last], stopped: 'interrupted' }],
    ['a model worse than the mean', metricsWith({ r2: -1e12 })],
    ['a training that is never stopped early', settingsWith({ patience: null })],
  ])('accepts %s', (_, value) => {
    expect(validateRunRecord(value, 'metrics.json')).toBe(value);
  });

  it.each([
    [
      'another schema',
      { ...madeUpRun, schema: 'fived/metrics/3' },
      'schema: found "fived/metrics/3", must be "fived/metrics/2"',
    ],
    [
      'a record of another kind',
      { schema: 'fived/memory_profile/1' },
      'schema: found "fived/memory_profile/1", must be "fived/metrics/2"',
    ],
    ['no record at all', [], 'schema: found nothing, must be "fived/metrics/2"'],
    ['NaN', metricsWith({ r2: NaN }), 'metrics.test.r2: found NaN, must be number'],
    ['infinity', metricsWith({ r2: -Infinity }), 'metrics.test.r2: found -Infinity, must be number'],
    ['an R2 above 1', metricsWith({ r2: 1.5 }), 'metrics.test.r2: found 1.5, must be <= 1'],
    ['a negative error', metricsWith({ rmse: -0.1 }), 'metrics.test.rmse: found -0.1, must be >= 0'],
    ['a coverage above 1', metricsWith({ coverage_95: 95 }), 'metrics.test.coverage_95: found 95, must be <= 1'],
    ['a text for a number', settingsWith({ epochs: '250' }), 'settings.epochs: found "250", must be integer'],
    [
      'none that was kept',
      { ...madeUpRun, members: [members[1]] },
      'members: found none that was kept, must be at least one',
    ],
    ['no members', { ...madeUpRun, members: [] }, 'members: found [], must NOT have fewer than 1 items'],
    [
      'another optimizer',
      settingsWith({ optimizer: 'sgd' }),
      'settings.optimizer: found "sgd", must be one of ["levenberg-marquardt","adam"]',
    ],
    [
      'adam without a learning rate',
      settingsWith({ learning_rate: null }),
      'settings.learning_rate: found null, must be number',
    ],
    [
      'levenberg-marquardt with one',
      settingsWith({ ...secondOrder, learning_rate: 1 }),
      'settings.learning_rate: found 1, must be null',
    ],
    ['no features', { ...madeUpRun, features: [] }, 'features: found [], must NOT have fewer than 1 items'],
    [
      'an end that there is not',
      { ...madeUpRun, stopped: 'done' },
      'stopped: found "done", must be one of ["finished","interrupted"]',
    ],
    [
      'a hash that is none',
      { ...madeUpRun, weights_sha256: 'ab' },
      'weights_sha256: found "ab", must match pattern "^[0-9a-f]{64}$"',
    ],
    [
      'a mean of infinity',
      { ...madeUpRun, target: { ...madeUpRun.target, mean: Infinity } },
      'target.mean: found Infinity, must be number,null',
    ],
    [
      'sets that are not all rows',
      { ...madeUpRun, split: { train: 700, validation: 150, test: 149 } },
      'split: found 999, must add up to source.rows, 1000',
    ],
    [
      'a set without rows',
      { ...madeUpRun, split: { train: 850, validation: 150, test: 0 } },
      'split.test: found 0, must be >= 1',
    ],
    [
      'too many epochs',
      { ...madeUpRun, members: [patient, members[1], { ...last, epochs_run: 301 }] },
      'members[2].epochs_run: found 301, must be <= settings.epochs, 300',
    ],
    [
      'a best epoch that did not run',
      { ...madeUpRun, members: [{ ...patient, best_epoch: 251 }] },
      'members[0].best_epoch: found 251, must be <= epochs_run, 250',
    ],
    [
      'members out of order',
      { ...madeUpRun, members: [patient, last, members[1]] },
      'members[2].index: found 1, must be > 2: members are in the order of their indices',
    ],
    [
      'more members than were asked for',
      settingsWith({ members: 2 }),
      'members[2].index: found 2, must be < settings.members, 2',
    ],
    [
      'members that are missing without a reason',
      { ...madeUpRun, members: [patient, last] },
      'stopped: found "finished", must be "interrupted" by members',
    ],
    [
      'an interruption that there was not',
      { ...madeUpRun, stopped: 'interrupted' },
      'stopped: found "interrupted", must be "finished" by members',
    ],
  ])('names file, place, what was found and what is right for %s', (_, value, message) => {
    expect(() => validateRunRecord(value, 'metrics.json')).toThrow(new Error(`metrics.json: ${message}`));
  });

  it('names each missing field', () => {
    const refuses = (value: object, place: string): void => {
      expect(() => validateRunRecord(value, 'm.json')).toThrow(`m.json: ${place}: found nothing, must be present`);
    };
    for (const field of Object.keys(madeUpRun).filter(
      (name) => !['schema', 'code_version', 'environment'].includes(name),
    ))
      refuses(without(madeUpRun, field), field);
    for (const part of ['source', 'target', 'network', 'settings', 'split', 'metrics', 'baselines'] as const) {
      for (const field of Object.keys(madeUpRun[part]))
        refuses({ ...madeUpRun, [part]: without(madeUpRun[part], field) }, `${part}.${field}`);
    }
    for (const field of Object.keys(features[0]))
      refuses({ ...madeUpRun, features: [without(features[0], field)] }, `features[0].${field}`);
    for (const field of Object.keys(patient))
      refuses({ ...madeUpRun, members: [without(patient, field)] }, `members[0].${field}`);
    for (const field of ['r2', 'rmse', 'mae', 'max_error']) {
      refuses(
        { ...madeUpRun, metrics: { ...metrics, train: without(metrics.train, field) } },
        `metrics.train.${field}`,
      );
    }
    for (const set of ['validation', 'test'] as const) {
      refuses(
        { ...madeUpRun, metrics: { ...metrics, [set]: without(metrics[set], 'coverage_95') } },
        `metrics.${set}.coverage_95`,
      );
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
    const withBest = (best_epoch: number) => ({ ...madeUpRun, members: [{ ...patient, best_epoch }] });
    await expect(writeRunRecord(path, withBest(0))).rejects.toThrow(
      `${path}: members[0].best_epoch: found 0, must be >= 1`,
    );
    await expect(writeRunRecord(path, withBest(251))).rejects.toThrow('must be <= epochs_run, 250');
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
