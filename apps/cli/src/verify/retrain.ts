/** What a result file claims: its runs, which anyone can train again. Trains them, and compares the outcome. */
import type { PreparedRows } from '@fived/data';
import {
  fieldDifferences,
  isOwnRecord,
  messageOf,
  runName,
  type BaseBenchmarkRecord,
  type BenchmarkRecord,
  type Difference,
  type Run,
} from '@fived/records';
import { defaultRng, SeedSequence } from '@fived/random';
import { buildModel, judge, prepareData, trainModel } from '../benchmark/experiment.js';
import type { TrainingSettings } from '../benchmark/training-settings.js';
import { ARITHMETIC } from '@fived/nn';
import type { EngineName } from '../benchmark/engines.js';
import { shuffled } from '../shuffled.js';

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
      yield { ...claim, differences: fieldDifferences(where, run, judge(model, data.prepared)) };
    } catch (error) {
      // The claim cannot even be trained: too few rows, or a learning rate that diverges.
      const found = messageOf(error);
      yield { ...claim, differences: [{ where, field: 'training', inFile: 'a result', found }] };
    }
  }
}

export interface Claim {
  readonly datasetSize: number;
  readonly run: Run;
}

/** @throws Error of one line that says why, if the record has nothing that can be verified */
export function checkVerifiable(record: BaseBenchmarkRecord | BenchmarkRecord, path: string): BenchmarkRecord {
  if (!isOwnRecord(record)) {
    throw new Error(
      `${path}: the published project's own file, or one like it: ` +
        'it has no seeds and no hashes of weights, so there is nothing to verify.',
    );
  }
  const { arithmetic = 1 } = record;
  if (arithmetic !== ARITHMETIC) {
    throw new Error(
      `${path}: made with version ${arithmetic} of the arithmetic, and this program computes version ${ARITHMETIC}: ` +
        'its bits cannot be had again.',
    );
  }
  return record;
}

export function claimsOf({ results }: BenchmarkRecord): readonly Claim[] {
  return results.flatMap(({ dataset_size: datasetSize, individual_runs }) =>
    individual_runs.map((run) => ({ datasetSize, run })),
  );
}

/** `count` of the claims, drawn by the seed, in their own order; all of them if there are no more. */
export function sampleClaims(claims: readonly Claim[], count: number, seed: number): readonly Claim[] {
  const drawn = new Set(shuffled(claims, defaultRng(new SeedSequence(seed))).slice(0, count));
  return claims.filter((claim) => drawn.has(claim));
}

/** The settings of the record's trainings. */
export function claimedSettings(
  { hyperparameters, batch_size: batchSize }: BenchmarkRecord,
  engine: EngineName,
): TrainingSettings {
  return {
    hiddenSizes: hyperparameters.hidden_sizes,
    epochs: hyperparameters.max_iter,
    learningRate: hyperparameters.learning_rate,
    batchSize,
    adam: { beta1: hyperparameters.beta1, beta2: hyperparameters.beta2, epsilon: hyperparameters.epsilon },
    seed: hyperparameters.random_state,
    noise: hyperparameters.noise,
    engine,
    wide: false,
  };
}
