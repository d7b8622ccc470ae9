/** One planned training from its rows to its place in the record, on any thread. */
import { measureRun } from '@fived/bench';
import type { PreparedRows } from '@fived/data';
import type { Run } from '@fived/records';
import { buildModel, judge, trainModel, type TrainingWatch } from './experiment.js';
import type { PlannedRun } from './plan.js';
import { runRecord } from './record.js';
import type { TrainingSettings } from './settings.js';

/** The seed of a run's model. Runs count from 1. */
export function runSeed({ seed }: Pick<TrainingSettings, 'seed'>, run: number): number {
  return seed + run - 1;
}

/** Throws what the training throws, or the signal's reason. */
export async function makeRun(
  planned: PlannedRun,
  data: PreparedRows,
  settings: TrainingSettings,
  watch: TrainingWatch = {},
): Promise<Run> {
  const seed = runSeed(settings, planned.run);
  const measured = await measureRun(
    {
      setup: () => buildModel(data, settings, seed),
      task: (engine) => trainModel(engine, settings, seed, watch),
    },
    planned,
    { signal: watch.signal },
  );
  const judgement = judge(measured.value, data);
  measured.value.engine.close?.();
  return runRecord(planned, seed, measured, judgement);
}
