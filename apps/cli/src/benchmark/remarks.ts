/**
 * What is said about a sweep's times below its table: how they grow, which are outliers, and what makes them less
 * trustworthy.
 */
import { describePowerLaw, warnAboutEnvironment, warnAboutRuns } from '@fived/bench';
import { secondsBySize, type BenchmarkRecord } from '@fived/records';
import { grouped } from '../text.js';

/** The results, one sentence each. */
export function remarks({
  results,
  jobs = 1,
  training_time_seconds_power_law: law,
}: BenchmarkRecord): readonly string[] {
  if (jobs > 1)
    return [
      `The times are of ${jobs} trainings at a time, so they say nothing of speed; ` +
        'the accuracies are those of one at a time.',
    ];
  const outliers = results.flatMap(({ dataset_size: size, training_time_seconds_outlier_runs: runs = [] }) =>
    runs.map((run) => `n = ${grouped(size)}: the time of run ${run} is an outlier; it counts as any other.`),
  );
  if (law === undefined || law === null) return outliers;
  return [`${describePowerLaw('Training time', law)}.`, ...outliers];
}

/** Warnings about the times. Each says what to do. */
export function warnings({ environment, jobs = 1, results }: BenchmarkRecord): readonly string[] {
  return jobs > 1 ? [] : [...warnAboutEnvironment(environment), ...warnAboutRuns(secondsBySize(results))];
}
