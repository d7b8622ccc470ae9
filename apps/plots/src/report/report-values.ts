/** What `templates/report.md.eta` names: values (undefined where absent), and the functions that it writes them with. */
import {
  inertText,
  isOwnMemoryRecord,
  isOwnRecord,
  publishedFor,
  type BenchmarkRecord,
  type MemoryRecord,
  type PublishedSize,
  type Run,
} from '@fived/records';
import * as descriptions from '../figures/describe.js';
import { standsBesidePublished } from '../figures/memory.js';
import { median } from '../figures/histogram.js';
import { publishedWithin, resultsBySize, seriesName, type AnyRecord, type AnySizeResult } from '../figures/series.js';
import { checksMarkdown, countOf } from './checks.js';
import * as commands from './commands.js';
import { accuracyChecks } from './findings-accuracy.js';
import { memoryChecks } from './findings-memory.js';
import { growthText, timeChecks, widestSpread } from './findings-time.js';
import { machineFacts } from './machine-facts.js';
import { endsOf, type Sources } from './sources.js';
import * as tables from './tables.js';
import * as words from './words.js';

const { counted, grouped, joined, mib, milliseconds, mse, perSampleMs, r2, seconds } = words;

/** "from 0.151 s at 1,000 samples to 1.398 s at 10,000 samples", or the one value. */
const fromTo = (points: readonly (readonly [size: number, value: string])[]): string => {
  const [first, last] = endsOf(points).map(([size, value]) => `${value} at ${grouped(size)} samples`);
  return points.length === 1 ? `${first} alone` : `from ${first} to ${last}`;
};

/** What goes from where to where in the charts. */
const rangesOf = (record: AnyRecord) => {
  const of = (text: (result: AnySizeResult) => string): string =>
    fromTo(resultsBySize(record).map((result) => [result.dataset_size, text(result)]));
  return {
    name: seriesName(record),
    time: of((result) => seconds(result.training_time_seconds_mean)),
    perSample: of((result) => milliseconds(perSampleMs(result.training_time_seconds_mean, result.dataset_size))),
    r2: of((result) => r2(result.test_r2_mean)),
    mse: of((result) => mse(result.test_mse_mean)),
  };
};

/** The same of the published sizes that they show. */
const publishedRanges = (record: AnyRecord) => {
  const shown = publishedWithin(record);
  if (shown.length === 0) return undefined;
  const of = (text: (published: PublishedSize) => string): string =>
    fromTo(shown.map((published) => [published.datasetSize, text(published)]));
  return {
    time: of(({ trainingTimeSeconds: time }) => `${time.toFixed(2)} s`),
    perSample: of(({ trainingTimeSeconds: time, datasetSize }) => `${perSampleMs(time, datasetSize).toFixed(2)} ms`),
    r2: of(({ testR2 }) => r2(testR2)),
    mse: of(({ testMse }) => mse(testMse)),
  };
};

/** Of the runs that another record holds too, how many there are, and how many have the same hashes. */
const agreementOf = (record: BenchmarkRecord, beside: BenchmarkRecord) => {
  const hashesOf = ({ results }: BenchmarkRecord): ReadonlyMap<string, string> => {
    const hashes = (run: Run): string => `${run.weights_sha256}/${run.final_weights_sha256}`;
    return new Map(
      results.flatMap(({ dataset_size, individual_runs }) =>
        individual_runs.map((run) => [`${dataset_size}/${run.run}/${run.seed}`, hashes(run)] as const),
      ),
    );
  };
  const others = hashesOf(beside);
  const both = [...hashesOf(record)].filter(([key]) => others.has(key));
  const equal = both.filter(([key, hashes]) => others.get(key) === hashes).length;
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
    .map((engine) => {
      const own = sizes.filter((size) => size.engine === engine).sort((a, b) => a.dataset_size - b.dataset_size);
      const range = fromTo(own.map((size) => [size.dataset_size, mib(size.javascript_peak_mib)]));
      return `with the ${engine} engine ${range}`;
    })
    .join('; ');

const ownValues = (record: BenchmarkRecord, { beside }: Sources) => {
  const { n_runs_per_size: runs, results, hyperparameters } = record;
  const seed = hyperparameters.random_state;
  const setups = results.flatMap(({ individual_runs }) => individual_runs.map((run) => run.model_setup_seconds));
  return {
    git: record.environment.git,
    facts: machineFacts(record.environment),
    isRelaxed: record.engine === descriptions.RELAXED_ENGINE,
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

/** Throws an Error of one line if the benchmark has no finished run. */
export const reportValues = (sources: Sources) => {
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
