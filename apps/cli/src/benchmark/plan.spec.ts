import type { SizeResult } from '@fived/records';
import { describe, expect, it } from 'vitest';
import type { OrderSettings } from './order.js';
import { planRuns } from './plan.js';

const sequential: OrderSettings = { sizes: [10, 20], runs: 2, order: 'sequential', seed: 42 };

/** The part of a size's result that a plan looks at. */
const finished = (dataset_size: number, ...runs: number[]): SizeResult =>
  ({ dataset_size, individual_runs: runs.map((run) => ({ run })) }) as unknown as SizeResult;

const short = (plan: ReturnType<typeof planRuns>): string[] =>
  plan.map(({ datasetSize, run, cold }) => `${datasetSize}/${run}${cold ? ' cold' : ''}`);

describe('the plan', () => {
  it('has an uncounted cold run right before the first counted run of each size', () => {
    expect(short(planRuns(sequential))).toEqual(['10/1 cold', '10/1', '10/2', '20/1 cold', '20/1', '20/2']);
    const roundRobin = short(planRuns({ ...sequential, order: 'round-robin' }));
    expect(roundRobin.slice().sort()).toEqual(['10/1 cold', '10/1', '10/2', '20/1 cold', '20/1', '20/2'].sort());
    expect(roundRobin.slice(0, 4).sort()).toEqual(['10/1 cold', '10/1', '20/1 cold', '20/1'].sort());
    for (const size of [10, 20]) expect(roundRobin.indexOf(`${size}/1`)).toBe(roundRobin.indexOf(`${size}/1 cold`) + 1);
  });

  it('of a resumed sweep has what is left, and begins cold because its process is', () => {
    expect(short(planRuns(sequential, [finished(10, 1)]))).toEqual(['10/2 cold', '10/2', '20/1 cold', '20/1', '20/2']);
    expect(short(planRuns(sequential, [finished(10, 1, 2), finished(20, 2)]))).toEqual(['20/1 cold', '20/1']);
  });

  it('has no cold runs where several trainings run at a time', () => {
    expect(short(planRuns({ ...sequential, jobs: 2 }))).toEqual(['10/1', '10/2', '20/1', '20/2']);
    expect(short(planRuns({ ...sequential, jobs: 2 }, [finished(10, 1)]))).toEqual(['10/2', '20/1', '20/2']);
  });

  it('of a finished sweep is empty', () => {
    expect(planRuns(sequential, [finished(10, 1, 2), finished(20, 1, 2)])).toEqual([]);
  });

  it('leaves the positions of the runs as they are in the whole sweep', () => {
    expect(planRuns(sequential, [finished(10, 1)]).map(({ position }) => position)).toEqual([2, 2, 3, 3, 4]);
  });
});
