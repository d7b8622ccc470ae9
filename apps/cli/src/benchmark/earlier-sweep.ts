/**
 * The result file that already stands where a sweep is to write its own: what it holds, whether the sweep is the rest
 * of the one in it, and how it goes on.
 */
import { existsSync } from 'node:fs';
import * as bench from '@fived/bench';
import {
  differingNames,
  isOwnRecord,
  messageOf,
  readConsistentRecord,
  type BenchmarkRecord,
  type Facts,
} from '@fived/records';
import { machineFacts, shownFact } from '../facts.js';
import { benchmarkRecord, type SweepContext } from './benchmark-record.js';
import { orderRuns } from './sweep-plan.js';

/** How many runs a record holds, and how many it should hold. */
export function runCounts(record: BenchmarkRecord): { readonly done: number; readonly asked: number } {
  const { results, n_runs_per_size: runs, dataset_sizes: sizes = results } = record;
  return { done: results.reduce((sum, { n_runs }) => sum + n_runs, 0), asked: sizes.length * runs };
}

/**
 * Reads the file; undefined where there is none.
 * @throws Error of one line if it is anything but a whole record of ours, which this command must not replace
 */
export async function readEarlier(path: string): Promise<BenchmarkRecord | undefined> {
  if (!existsSync(path)) return undefined;
  const wayOut = 'it is left as it is: move it away, or choose another --out';
  const record = await readConsistentRecord(path, bench).catch((error: unknown) => {
    throw new Error(`${messageOf(error)}; ${wayOut}`, { cause: error });
  });
  if (!isOwnRecord(record))
    throw new Error(`${path}: the published project's own file, or one like it (it has no "schema"); ${wayOut}`);
  return record;
}

/** All facts in which two parts of one sweep must agree, by the names under which a difference is reported. */
const decisiveFacts = (record: BenchmarkRecord): Facts => {
  const { hyperparameters, split_ratios: split, results } = record;
  return {
    '--sizes': record.dataset_sizes ?? results.map(({ dataset_size }) => dataset_size),
    '--runs': record.n_runs_per_size,
    order: record.order ?? 'sequential',
    '--engine': record.engine,
    '--wide': record.wide ?? false,
    '--threads': record.threads,
    '--jobs': (record.jobs ?? 1) === 1 ? 1 : 'more than 1',
    '--epochs': hyperparameters.max_iter,
    '--hidden': hyperparameters.hidden_sizes,
    '--learning-rate': hyperparameters.learning_rate,
    '--batch-size': record.batch_size,
    '--seed': hyperparameters.random_state,
    noise: hyperparameters.noise,
    Adam: [hyperparameters.beta1, hyperparameters.beta2, hyperparameters.epsilon],
    patience: hyperparameters.early_stopping_patience,
    split: [split.train_size, split.val_size, split.test_size],
    arithmetic: record.arithmetic ?? 1,
    'code version': record.code_version,
    ...machineFacts(record.environment),
  };
};

/**
 * How the sweep of a result file differs from the one that is asked for, in words. If there is no difference, it can be
 * resumed.
 */
export function differences(earlier: BenchmarkRecord, context: SweepContext): readonly string[] {
  const asked = benchmarkRecord(context, [], 0);
  const [before, now] = [decisiveFacts(earlier), decisiveFacts(asked)];
  const changed = differingNames(before, now).map(
    (name) => `${name}: ${shownFact(before[name])} in the file, ${shownFact(now[name])} now`,
  );
  return changed.length > 0 ? changed : strangeRuns(earlier, context);
}

/** Runs that this sweep would not make, such as those that somebody has added. */
function strangeRuns({ results }: BenchmarkRecord, { settings }: SweepContext): readonly string[] {
  const name = (datasetSize: number, run: number, seed: number, position?: number): string =>
    `n = ${datasetSize}, run ${run}, seed ${seed}, position ${position ?? '?'}`;
  const expected = new Set(
    orderRuns(settings).map(({ datasetSize, run, position }) =>
      name(datasetSize, run, settings.seed + run - 1, position),
    ),
  );
  return results
    .flatMap(({ dataset_size, individual_runs }) =>
      individual_runs.map(({ run, seed, position }) => name(dataset_size, run, seed, position)),
    )
    .filter((run) => !expected.delete(run))
    .map((run) => `${run}: no run of this sweep`);
}

/**
 * The context of the rest of the sweep: when and where it began stays as it was.
 * @throws Error of one line that names every difference, if the file has another sweep or was made elsewhere
 */
export function resumedContext(path: string, earlier: BenchmarkRecord, context: SweepContext): SweepContext {
  const found = differences(earlier, context);
  if (found.length > 0) {
    throw new Error(
      `${path} cannot be resumed: ${found.join('; ')}. Without --resume a new sweep replaces it; ` +
        'with another --out it stays.',
    );
  }
  return {
    ...context,
    timestamp: earlier.timestamp,
    environment: earlier.environment,
    clock: earlier.clock ?? context.clock,
  };
}
