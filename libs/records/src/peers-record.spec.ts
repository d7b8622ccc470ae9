import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPeersRecord, validatePeersRecord, writePeersRecord } from './record-files.js';
import { madeUpPeers as record } from './testing/peers-record.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-peers-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const [trial] = record.trials;
const [summary] = record.summaries;

describe('a record of peers', () => {
  it('is written whole and reads back to the same bits', async () => {
    const path = join(folder, 'peers.json');
    await writePeersRecord(path, record);
    expect(await readPeersRecord(path)).toEqual(record);
    expect(readFileSync(path, 'utf8')).toContain('0.30000000000000004');
  });

  it.each([
    ['another schema', { ...record, schema: 'x' }, 'p.json: schema: found "x", must be "fived/peers/1"'],
    [
      'an unknown number of threads',
      { ...record, trials: [{ ...trial, threads: 'two' }] },
      'p.json: trials[0].threads: found "two", must be one of ["one","all"]',
    ],
    [
      'a run that took no time',
      { ...record, trials: [{ ...trial, ours: { ...trial.ours, training_seconds: 0 } }] },
      'p.json: trials[0].ours.training_seconds: found 0, must be > 0',
    ],
    [
      'an R2 of NaN',
      { ...record, summaries: [{ ...summary, test_r2_mean: NaN }] },
      'p.json: summaries[0].test_r2_mean: found NaN, must be number',
    ],
    [
      'half an interval',
      { ...record, summaries: [{ ...summary, ratio_ci95: [1] }] },
      'p.json: summaries[0].ratio_ci95: found [1], must NOT have fewer than 2 items',
    ],
    ['an environment that is none', { ...record, environment: 1 }, 'p.json: environment: found 1, must be object'],
  ])('names file, place, what was found and what is right for %s', (_, value, message) => {
    expect(() => validatePeersRecord(value, 'p.json')).toThrow(new Error(message));
  });

  it('names each missing field, at every depth', () => {
    const without = (object: object, field: string): object =>
      Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));
    const expectMissing = (value: object, place: string): void => {
      expect(() => validatePeersRecord(value, 'p.json')).toThrow(`p.json: ${place}: found nothing, must be present`);
    };
    for (const field of Object.keys(record)) expectMissing(without(record, field), field);
    for (const field of Object.keys(record.settings))
      expectMissing({ ...record, settings: without(record.settings, field) }, `settings.${field}`);
    for (const field of Object.keys(record.peers[0]))
      expectMissing({ ...record, peers: [without(record.peers[0], field)] }, `peers[0].${field}`);
    for (const field of Object.keys(trial))
      expectMissing({ ...record, trials: [without(trial, field)] }, `trials[0].${field}`);
    for (const field of Object.keys(trial.ours))
      expectMissing({ ...record, trials: [{ ...trial, ours: without(trial.ours, field) }] }, `trials[0].ours.${field}`);
    for (const field of Object.keys(summary))
      expectMissing({ ...record, summaries: [without(summary, field)] }, `summaries[0].${field}`);
  });

  it('leaves the disk alone when it is not valid', async () => {
    const path = join(folder, 'never.json');
    await expect(writePeersRecord(path, { ...record, peers: [] })).rejects.toThrow('peers: found []');
    expect(existsSync(path)).toBe(false);
  });

  it('says who writes it where there is none', async () => {
    await expect(readPeersRecord(join(folder, 'absent.json'))).rejects.toThrow(
      'there is no such file; "npm run peers" writes it',
    );
  });
});
