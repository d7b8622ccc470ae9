import { readFileSync } from 'node:fs';
import type { Peer, PeersRecord } from '@fived/records';
import { validatePeersRecord } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { beginRecord, resumeRecord, withTrial, type MadeTrial } from './record.js';
import { peersMarkdown } from './table.js';

const peers: readonly Peer[] = [
  { name: 'fived', not_installed: null, versions: {}, differs: null },
  { name: 'slow', not_installed: null, versions: {}, differs: 'no minibatches' },
  { name: 'absent', not_installed: 'no compiler', versions: {}, differs: null },
];

const run = {
  epochs: 300,
  seed: 42,
  setup_seconds: 0.1,
  warm_up_epochs: 3,
  warm_up_seconds: 1,
  training_seconds: 2,
  test_r2: 0.9,
  test_mse: 0.01,
  peak_rss_bytes: 3 * 1024 ** 2,
};

const made: MadeTrial = {
  trial: {
    threads: 'one',
    dataset_size: 1000,
    round: 1,
    peer: 'slow',
    ours: run,
    theirs: { ...run, epochs: 20, training_seconds: 4 },
    failure: null,
  },
  versions: { fived: { node: '20.1.2' }, slow: { slow: '9.8' } },
};
const failed: MadeTrial = {
  trial: { ...made.trial, round: 2, theirs: null, failure: 'MemoryError: no room' },
  versions: { fived: { node: '20.1.2' } },
};

const counts = { epochs: 300, fewEpochs: 20, core: 1 };
const begun = (): Promise<PeersRecord> => beginRecord(counts, peers);

describe('The record', () => {
  it('is valid as it begins and after each trial', async () => {
    const record = await begun();
    expect(() => validatePeersRecord(record, 'begun')).not.toThrow();
    const after = withTrial(withTrial(record, made), failed);
    expect(() => validatePeersRecord(after, 'after')).not.toThrow();
    expect(after.trials).toEqual([made.trial, failed.trial]);
    expect(after.peers.map(({ versions }) => versions)).toEqual([{ node: '20.1.2' }, { slow: '9.8' }, {}]);
  });

  it('can be gone on with, also with other programs, whose earlier trials stay', async () => {
    const earlier = withTrial(await begun(), made);
    const other = await beginRecord(counts, [peers[0], { ...peers[2], name: 'new' }]);
    const resumed = resumeRecord(earlier, other, 'peers.json');
    expect(resumed.trials).toEqual(earlier.trials);
    expect(resumed.timestamp).toBe(earlier.timestamp);
    expect(resumed.peers.map(({ name, versions }) => [name, versions])).toEqual([
      ['fived', { node: '20.1.2' }],
      ['new', {}],
      ['slow', { slow: '9.8' }],
      ['absent', {}],
    ]);
  });

  it('cannot be gone on with by other settings or on another machine, and says in what it differs', async () => {
    const record = await begun();
    const other = {
      ...record,
      settings: { ...record.settings, epochs: 10 },
      environment: { ...record.environment, node: '1.2.3' },
    };
    expect(() => resumeRecord(other, record, 'peers.json')).toThrow(
      /^peers\.json cannot be gone on with: settings was .*"epochs",10.* and is .*"epochs",300.*; Node version was 1\.2\.3 and is /,
    );
  });
});

describe('The table', () => {
  it('marks what is scaled, and leaves nobody out: not who is absent, nor who failed', async () => {
    const text = peersMarkdown(withTrial(withTrial(await begun(), made), failed));
    expect(text).toContain('## One thread, n = 1,000');
    // 4 s for 20 epochs: 60 s for 300, 30 times ours
    expect(text).toMatch(
      /\| slow \| 1 \(1 failed\) \| 60\.0 \(scaled from 20 epochs\) \| 30\.0 \| - \|.*\| 0\.9000 \(20 epochs\) \| - \| 0\.0100 \| 3 \|/,
    );
    expect(text).toMatch(/\| fived \| 2 \| 2\.000 \| 1\.00 \|/);
    expect(text).toContain('* slow: slow 9.8; no minibatches');
    expect(text).toContain('* absent: not installed: no compiler');
    expect(text).toContain('* slow, n = 1000, round 2, one thread: MemoryError: no room');
    expect(text).not.toContain('All cores');
  });
});

describe('The settings', () => {
  it('are those of the runners in other languages', () => {
    const read = (path: string): string => readFileSync(new URL(`../../peers/${path}`, import.meta.url), 'utf8');
    for (const stated of [
      'HIDDEN = (64, 32, 16)',
      'BATCH_SIZE = 32',
      'LEARNING_RATE = 0.001',
      'BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-7',
    ]) {
      expect(read('python/peer.py')).toContain(stated);
    }
    for (const stated of [
      'HIDDEN = [64, 32, 16]',
      'BATCH_SIZE = 32',
      'LEARNING_RATE = 0.001',
      'beta1: 0.9, beta2: 0.999, epsilon: 1e-7',
    ]) {
      expect(read('javascript/peer.mjs')).toContain(stated);
    }
  });
});
