import type { PeerRun, PeerTrial } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { planTrials, remaining } from './plan.js';

const options = { sizes: [1000, 2000], rounds: 2, threads: ['one', 'all'], peers: ['fived', 'a', 'b', 'c'] } as const;

describe('The plan', () => {
  it('has every program but ours once a round, size and number of threads', () => {
    const planned = planTrials(options);
    const keys = planned.map((trial) => JSON.stringify(trial));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(2 * 2 * 2 * 3);
    expect(new Set(planned.map(({ peer }) => peer))).toEqual(new Set(['a', 'b', 'c']));
  });

  it('goes round by round, and each round begins with another program', () => {
    const planned = planTrials({ ...options, threads: ['one'], sizes: [1000] });
    expect(planned.map(({ round, peer }) => `${round}${peer}`)).toEqual(['1a', '1b', '1c', '2b', '2c', '2a']);
  });

  it('is empty without other programs', () => {
    expect(planTrials({ ...options, peers: ['fived'] })).toEqual([]);
  });

  it('leaves out what has been made, failed or not', () => {
    const planned = planTrials(options);
    const made: PeerTrial[] = planned.slice(3, 5).map((trial, i) => ({
      ...trial,
      ours: {} as PeerRun,
      theirs: null,
      failure: i === 0 ? 'no memory' : null,
    }));
    expect(remaining(planned, made)).toEqual([...planned.slice(0, 3), ...planned.slice(5)]);
  });
});
