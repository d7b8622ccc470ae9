/** The trainings that a sweep still has to make. */
import type { RunContext } from '@fived/bench';
import type { SizeResult } from '@fived/records';
import { orderRuns, type CountedRun, type OrderSettings } from './order.js';

export interface PlanSettings extends OrderSettings {
  /** Trainings at a time. Default 1. */
  readonly jobs?: number;
}

/** One training of the plan. A cold one does the work of the counted run after it. */
export type PlannedRun = CountedRun & RunContext;

/**
 * The trainings in the order in which they are made: all, or what the `earlier` results have left.
 *
 * Right before its first counted run each size has an uncounted cold one. So has the first run of a resumed sweep: its
 * process has compiled nothing yet. With several trainings at a time there are no cold runs, since there are no times
 * to compare.
 */
export function planRuns(settings: PlanSettings, earlier: readonly SizeResult[] = []): readonly PlannedRun[] {
  const done = new Map(
    earlier.map(({ dataset_size, individual_runs }) => [dataset_size, new Set(individual_runs.map(({ run }) => run))]),
  );
  const withColdRun = new Set(done.keys());
  return orderRuns(settings)
    .filter(({ datasetSize, run }) => done.get(datasetSize)?.has(run) !== true)
    .flatMap((counted, index) => {
      const isFirst = index === 0 || !withColdRun.has(counted.datasetSize);
      withColdRun.add(counted.datasetSize);
      return isFirst && (settings.jobs ?? 1) === 1
        ? [
            { ...counted, cold: true },
            { ...counted, cold: false },
          ]
        : [{ ...counted, cold: false }];
    });
}
