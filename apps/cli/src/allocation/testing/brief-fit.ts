/** One fit as the benchmark makes it, from the rows to the metrics. */
import type { EngineName } from '../../benchmark/engines.js';
import { buildModel, judge, prepareData, trainModel, type TrainedModel } from '../../benchmark/experiment.js';
import { briefFit } from './check-settings.js';

const engines: readonly EngineName[] = ['simd', 'reference'];

/** Makes fit number `run`. The two engines take turns, and each fit has rows and weights of its own. */
export async function fit(run: number): Promise<TrainedModel> {
  const settings = briefFit(engines[run % engines.length]);
  const seed = settings.seed + run;
  const data = prepareData(settings.datasetSize, { ...settings, seed });
  const model = await trainModel(buildModel(data, settings, seed), settings, seed);
  judge(model, data);
  return model;
}
