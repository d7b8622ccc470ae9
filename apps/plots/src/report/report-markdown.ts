/**
 * From the result files to the report in Markdown: what `templates/report.md.eta` names, values (undefined where
 * absent) and the functions that it writes them with.
 */
import {
  inertText,
  isOwnMemoryRecord,
  isOwnRecord,
  publishedFor,
  type BenchmarkRecord,
  type MemoryRecord,
  type PublishedSize,
} from '@fived/records';
import * as descriptions from '../figures/describe.js';
import { peaksOf, standsBesidePublished } from '../figures/memory.js';
import { median } from '../figures/histogram.js';
import {
  endsOf,
  measuredSeries,
  publishedSeries,
  publishedWithin,
  resultsBySize,
  seriesName,
  type AnyMemoryRecord,
  type AnyRecord,
} from '../figures/series.js';
import type { Series } from '../figures/axes.js';
import { checksMarkdown, countOf } from './checks.js';
import * as commands from './commands.js';
import { fillIn } from './fill-in.js';
import { accuracyChecks } from './findings-accuracy.js';
import { memoryChecks } from './findings-memory.js';
import { growthText, timeChecks, widestSpread } from './findings-time.js';
import { machineFacts } from './machine-facts.js';
import * as tables from './tables.js';
import * as words from '../figures/number-text.js';

/** The files that a report is made of. */
export interface Sources {
  readonly benchmark: AnyRecord;
  /** Undefined if there is no memory profile. */
  readonly memory: AnyMemoryRecord | undefined;
  /** Another engine's record of the same sweep, or undefined. */
  readonly beside: AnyRecord | undefined;
}

const { counted, grouped, joined, mib, milliseconds, mse, perSampleMs, r2, seconds } = words;

/** "from 0.151 s at 1,000 samples to 1.398 s at 10,000 samples", or the one value. */
const fromTo = ({ points }: Series, format: (value: number) => string): string => {
  const [first, last] = endsOf(points).map(({ x, y }) => `${format(y)} at ${grouped(x)} samples`);
  return points.length === 1 ? `${first} alone` : `from ${first} to ${last}`;
};

/** What goes from where to where in the charts. */
const rangesOf = (record: AnyRecord) => ({
  name: seriesName(record),
  time: fromTo(measuredSeries(record, 'training_time_seconds'), seconds),
  perSample: fromTo(measuredSeries(record, 'training_time_seconds', perSampleMs), milliseconds),
  r2: fromTo(measuredSeries(record, 'test_r2'), r2),
  mse: fromTo(measuredSeries(record, 'test_mse'), mse),
});

/** The same of the published sizes that they show. */
const publishedRanges = (record: AnyRecord) => {
  if (publishedWithin(record).length === 0) return undefined;
  const of = (value: (published: PublishedSize) => number, format: (value: number) => string): string =>
    fromTo(publishedSeries(record, value), format);
  return {
    time: of(
      ({ trainingTimeSeconds }) => trainingTimeSeconds,
      (time) => `${time.toFixed(2)} s`,
    ),
    perSample: of(
      ({ trainingTimeSeconds, datasetSize }) => perSampleMs(trainingTimeSeconds, datasetSize),
      (time) => `${time.toFixed(2)} ms`,
    ),
    r2: of(({ testR2 }) => testR2, r2),
    mse: of(({ testMse }) => testMse, mse),
  };
};

/** Of the runs that another record holds too, how many there are, and how many have the same hashes. */
const agreementOf = (record: BenchmarkRecord, beside: BenchmarkRecord) => {
  const hashesOf = ({ results }: BenchmarkRecord) =>
    results.flatMap(({ dataset_size, individual_runs }) =>
      individual_runs.map(
        (run) =>
          [`${dataset_size}/${run.run}/${run.seed}`, `${run.weights_sha256}/${run.final_weights_sha256}`] as const,
      ),
    );
  const theirs = new Map(hashesOf(beside));
  const both = hashesOf(record).filter(([run]) => theirs.has(run));
  const equal = both.filter(([run, hashes]) => theirs.get(run) === hashes).length;
  return { equal, of: counted(both.length, 'run'), engine: beside.engine };
};

/** What sets the memory profile apart from the benchmark, as both stand on one page. */
const differences = (benchmark: BenchmarkRecord, memory: MemoryRecord): string => {
  const settingsOf = ({ environment, engine, hyperparameters, code_version }: BenchmarkRecord | MemoryRecord) => [
    ['processor', environment.cpu.model ?? 'unknown'],
    ['Node', environment.node ?? 'unknown'],
    ['engine', engine],
    ['epochs', hyperparameters.max_iter],
    ['hidden layers', hyperparameters.hidden_sizes.join()],
    ['version of the code', code_version.slice(0, 12)],
  ];
  const [ours, theirs] = [memory, benchmark].map(settingsOf);
  return ours
    .flatMap(([what, found], index) => {
      const other = theirs[index][1];
      return found === other ? [] : [`${what} ${found}, not ${other}`];
    })
    .join('; ');
};

/** "with the simd engine from 2.26 MiB at ...", for each engine. */
const memoryBySize = ({ sizes = [] }: MemoryRecord): string =>
  [...new Set(sizes.map(({ engine }) => engine))]
    .map((engine) => `with the ${engine} engine ${fromTo(peaksOf(sizes, engine, 'javascript_peak_mib'), mib)}`)
    .join('; ');

const ownValues = (record: BenchmarkRecord, { beside }: Sources) => {
  const { n_runs_per_size: runs, results, hyperparameters } = record;
  const seed = hyperparameters.random_state;
  const setups = results.flatMap(({ individual_runs }) => individual_runs.map((run) => run.model_setup_seconds));
  return {
    git: record.environment.git,
    facts: machineFacts(record.environment),
    runs,
    seeds: runs === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + runs - 1}`,
    setupMs: setups.length === 0 ? undefined : median(setups) * 1000,
    allRuns: resultsBySize(record).flatMap(({ dataset_size, individual_runs }) =>
      individual_runs.map((run) => [dataset_size, run] as const),
    ),
    shortestSeconds: Math.min(...results.map((result) => result.training_time_seconds_min)),
    hasCold: results.some(({ cold_training_time_seconds }) => cold_training_time_seconds !== null),
    agreement: beside !== undefined && isOwnRecord(beside) ? agreementOf(record, beside) : undefined,
  };
};

/** "Figure 1", "Table 2": each kind counted by itself, in the order of asking. */
const numbering = () => {
  const counts = { Figure: 0, Table: 0 };
  return (kind: keyof typeof counts): string => `${kind} ${(counts[kind] += 1)}`;
};

const valuesOf = (sources: Sources) => {
  const { benchmark, memory, beside } = sources;
  const own = isOwnRecord(benchmark) ? benchmark : undefined;
  const ownMemory = memory !== undefined && isOwnMemoryRecord(memory) ? memory : undefined;
  const { hyperparameters } = benchmark;
  const done = resultsBySize(benchmark).map(({ dataset_size }) => dataset_size);
  const [, largest] = endsOf(resultsBySize(benchmark));
  const differs = descriptions.whyNoPublished(benchmark);
  const checks = { time: timeChecks(benchmark), memory: memoryChecks(memory), accuracy: accuracyChecks(benchmark) };
  const all = Object.values(checks).flat();
  return {
    ...{ ...descriptions, ...words, ...tables, ...commands, checksMarkdown },
    code: (text: string) => inertText(text, 'code'),
    numbered: numbering(),
    benchmark,
    own,
    memory,
    ownMemory,
    ...{ hyperparameters, epochs: hyperparameters.max_iter, seed: hyperparameters.random_state },
    patience: hyperparameters.early_stopping_patience,
    isFixed: hyperparameters.early_stopping_patience >= hyperparameters.max_iter,
    largest,
    published: differs === undefined ? publishedFor(largest.dataset_size) : undefined,
    differs,
    verdicts: {
      all: all.length,
      holds: countOf(all, 'holds'),
      fails: countOf(all, 'does not hold'),
      open: countOf(all, 'cannot be told'),
    },
    checks,
    ours: rangesOf(benchmark),
    beside: beside && rangesOf(beside),
    inGrey: publishedRanges(benchmark),
    growth: growthText(benchmark),
    widest: widestSpread(benchmark),
    sizes: joined(done.map(grouped)),
    missingSizes: joined((own?.dataset_sizes ?? []).filter((size) => !done.includes(size)).map(grouped)),
    memoryInGrey: memory !== undefined && standsBesidePublished(memory),
    memoryDiffers: own === undefined || ownMemory === undefined ? '' : differences(own, ownMemory),
    memoryBySize: ownMemory && memoryBySize(ownMemory),
    ...(own === undefined ? {} : ownValues(own, sources)),
  };
};

/** Pure: the same files give the same text. Throws an Error of one line if the benchmark has no finished run. */
export const reportMarkdown = (sources: Sources): string =>
  // What is absent leaves its blank lines.
  fillIn('report.md.eta', 'markdown', valuesOf(sources)).replaceAll(/\n{3,}/g, '\n\n');
