import type { SizeResult } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { planRuns, type OrderSettings } from './sweep-plan.js';

/** In the order 20/1, 10/1, 10/2, 20/2. */
const settings: OrderSettings = { sizes: [10, 20], runs: 2, seed: 42 };

/** The part of a size's result that a plan looks at. */
const finished = (dataset_size: number, ...runs: number[]): SizeResult =>
  ({ dataset_size, individual_runs: runs.map((run) => ({ run })) }) as unknown as SizeResult;

const short = (plan: ReturnType<typeof planRuns>): string[] =>
  plan.map(({ datasetSize, run, cold }) => `${datasetSize}/${run}${cold ? ' cold' : ''}`);

describe('the plan', () => {
  it('has an uncounted cold run right before the first counted run of each size', () => {
    expect(short(planRuns(settings))).toEqual(['20/1 cold', '20/1', '10/1 cold', '10/1', '10/2', '20/2']);
  });

  it('of a resumed sweep has what is left, and begins cold because its process is', () => {
    expect(short(planRuns(settings, [finished(20, 1)]))).toEqual(['10/1 cold', '10/1', '10/2', '20/2']);
    expect(short(planRuns(settings, [finished(10, 1), finished(20, 1)]))).toEqual(['10/2 cold', '10/2', '20/2']);
    expect(short(planRuns(settings, [finished(10, 1, 2), finished(20, 2)]))).toEqual(['20/1 cold', '20/1']);
  });

  it('has no cold runs where several trainings run at a time', () => {
    expect(short(planRuns({ ...settings, jobs: 2 }))).toEqual(['20/1', '10/1', '10/2', '20/2']);
    expect(short(planRuns({ ...settings, jobs: 2 }, [finished(10, 1)]))).toEqual(['20/1', '10/2', '20/2']);
  });

  it('of a finished sweep is empty', () => {
    expect(planRuns(settings, [finished(10, 1, 2), finished(20, 1, 2)])).toEqual([]);
  });

  it('leaves the positions of the runs as they are in the whole sweep', () => {
    expect(planRuns(settings, [finished(20, 1)]).map(({ position }) => position)).toEqual([2, 2, 3, 4]);
  });
});
