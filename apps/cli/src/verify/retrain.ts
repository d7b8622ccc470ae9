/** Trains again what a result file claims, and compares the outcome. */
import type { PreparedRows } from '@fived/data';
import { buildModel, judge, prepareData, trainModel } from '../benchmark/experiment.js';
import { runOutcome } from '../benchmark/benchmark-record.js';
import type { TrainingSettings } from '../benchmark/training-settings.js';
import type { Claim } from './claims.js';
import { fieldDifferences, runName, type Difference } from './difference.js';

export interface Verified extends Claim {
  /** Differences in hashes, accuracies, best epoch and epochs; none if all are equal to the bit. */
  readonly differences: readonly Difference[];
}

/** Trains each claim with the seed that it names, in the claims' order, and yields after each. */
export async function* retrain(claims: readonly Claim[], settings: TrainingSettings): AsyncGenerator<Verified> {
  let data: { readonly datasetSize: number; readonly prepared: PreparedRows } | undefined;
  for (const claim of claims) {
    const { datasetSize, run } = claim;
    const where = runName(datasetSize, run.run);
    try {
      if (data?.datasetSize !== datasetSize) data = { datasetSize, prepared: prepareData(datasetSize, settings) };
      const model = await trainModel(buildModel(data.prepared, settings, run.seed), settings, run.seed);
      const outcome = runOutcome(model, judge(model, data.prepared));
      yield { ...claim, differences: fieldDifferences(where, run, outcome) };
    } catch (error) {
      // The claim cannot even be trained: too few rows, or a learning rate that diverges.
      const found = error instanceof Error ? error.message : String(error);
      yield { ...claim, differences: [{ where, field: 'training', inFile: 'a result', found }] };
    }
  }
}
