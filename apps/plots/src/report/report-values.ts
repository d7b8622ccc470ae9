/** The values that `templates/report.md.eta` names, by their names. What is absent is undefined, false or ''. */
import {
  PUBLISHED_MEMORY_DATASET_SIZE,
  inertText,
  isOwnMemoryRecord,
  isOwnRecord,
  publishedFor,
  type BenchmarkRecord,
  type MemoryRecord,
  type PublishedSize,
  type Run,
} from '@fived/records';
import {
  MACHINE_NOT_NAMED,
  RELAXED_ENGINE,
  SEPARATOR,
  engineText,
  machineText,
  networkText,
  whyNoPublished,
} from '../figures/describe.js';
import type { AnyMemoryRecord } from '../figures/memory-by-phase.js';
import { publishedWithin, seriesName, type AnyRecord } from '../figures/series.js';
import { checksMarkdown, countOf } from './checks.js';
import { benchCommand, memoryCommand } from './commands.js';
import { accuracyChecks } from './findings-accuracy.js';
import { memoryChecks } from './findings-memory.js';
import { growthText, timeChecks, widestSpread } from './findings-time.js';
import { UNKNOWN, machineFacts } from './machine-facts.js';
import { endsOf, resultsBySize, type AnySizeResult, type Sources } from './sources.js';
import { accuracyTable, memoryBySizeTable, memoryTable, runsTable, timeTable } from './tables.js';
import * as words from './words.js';

const { counted, grouped, joined, mib } = words;

type Point = readonly [size: number, value: string];

/** "from 0.151 s at 1,000 samples to 1.398 s at 10,000 samples", or the one value. */
const fromTo = (points: readonly Point[]): string => {
  const [first, last] = endsOf(points).map(([size, value]) => `${value} at ${grouped(size)} samples`);
  return points.length === 1 ? `${first} alone` : `from ${first} to ${last}`;
};

/** What goes from where to where in the charts; the same of the published sizes that they show. */
const rangesOf = (record: AnyRecord) => {
  const of = (text: (result: AnySizeResult) => string): string =>
    fromTo(resultsBySize(record).map((result) => [result.dataset_size, text(result)]));
  return {
    name: seriesName(record),
    time: of((result) => words.seconds(result.training_time_seconds_mean)),
    perSample: of((result) =>
      words.milliseconds(words.perSampleMs(result.training_time_seconds_mean, result.dataset_size)),
    ),
    r2: of((result) => words.r2(result.test_r2_mean)),
    mse: of((result) => words.mse(result.test_mse_mean)),
  };
};
const publishedRanges = (record: AnyRecord) => {
  const shown = publishedWithin(record);
  if (shown.length === 0) return undefined;
  const of = (text: (published: PublishedSize) => string): string =>
    fromTo(shown.map((published) => [published.datasetSize, text(published)]));
  return {
    time: of(({ trainingTimeSeconds }) => `${trainingTimeSeconds.toFixed(2)} s`),
    perSample: of(
      ({ trainingTimeSeconds, datasetSize }) => `${words.perSampleMs(trainingTimeSeconds, datasetSize).toFixed(2)} ms`,
    ),
    r2: of(({ testR2 }) => words.r2(testR2)),
    mse: of(({ testMse }) => words.mse(testMse)),
  };
};

/** "45 of 50 runs ... have the same two hashes with the reference engine", or nothing without another record. */
const agreement = (record: BenchmarkRecord, beside: AnyRecord | undefined): string => {
  if (beside === undefined || !isOwnRecord(beside)) return '';
  const runsOf = ({ results }: BenchmarkRecord): readonly (readonly [string, Run])[] =>
    results.flatMap(({ dataset_size, individual_runs }) =>
      individual_runs.map((run) => [`${dataset_size}/${run.run}/${run.seed}`, run] as const),
    );
  const others = new Map(runsOf(beside));
  const hashes = (run: Run): string => `${run.weights_sha256}/${run.final_weights_sha256}`;
  const pairs = runsOf(record).flatMap(([key, run]) => {
    const other = others.get(key);
    return other === undefined ? [] : [hashes(run) === hashes(other)];
  });
  return (
    `${pairs.filter((isEqual) => isEqual).length} of ${counted(pairs.length, 'run')} that both records hold have the ` +
    `same two hashes with the ${beside.engine} engine.`
  );
};

/** What sets the memory profile apart from the benchmark, as both stand on one page. */
const differences = (benchmark: BenchmarkRecord, memory: MemoryRecord): string => {
  const of = ({ environment, engine, hyperparameters, code_version }: BenchmarkRecord | MemoryRecord) => ({
    processor: environment.cpu.model,
    Node: environment.node,
    engine,
    epochs: String(hyperparameters.max_iter),
    'hidden layers': hyperparameters.hidden_sizes.join(),
    'version of the code': code_version.slice(0, 12),
  });
  const [a, b] = [of(benchmark), of(memory)].map((settings) => Object.entries(settings));
  return b
    .map(([what, found], index) => [what, found, a[index][1]] as const)
    .filter(([, found, other]) => found !== other)
    .map(([what, found, other]) => `${what} ${found ?? 'unknown'}, not ${other ?? 'unknown'}`)
    .join('; ');
};

const ownValues = (record: BenchmarkRecord, { beside }: Sources) => {
  const { n_runs_per_size: runs, results, clock, environment, engine, hyperparameters } = record;
  const seed = hyperparameters.random_state;
  const setups = results.flatMap(({ individual_runs }) => individual_runs.map((run) => run.model_setup_seconds));
  const shortest = Math.min(...results.map((result) => result.training_time_seconds_min));
  return {
    facts: machineFacts(environment),
    git: environment.git,
    isRelaxed: engine === RELAXED_ENGINE,
    runs,
    seeds: runs === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + runs - 1}`,
    setup: setups.length === 0 ? '' : ` (a median of ${(words.median(setups) * 1000).toFixed(2)} ms here)`,
    shortest: {
      time: words.seconds(shortest),
      steps: Math.round((shortest * 1e9) / (clock?.resolution_ns ?? 1)).toLocaleString('en-US'),
    },
    hasCold: results.some(({ cold_training_time_seconds }) => cold_training_time_seconds !== null),
    agreement: agreement(record, beside),
    noiseVariance: Number((hyperparameters.noise ** 2).toPrecision(3)),
  };
};

const memoryBySize = ({ sizes = [] }: MemoryRecord): string =>
  [...new Set(sizes.map(({ engine }) => engine))]
    .map((engine) => {
      const own = sizes.filter((size) => size.engine === engine).sort((a, b) => a.dataset_size - b.dataset_size);
      return `with the ${engine} engine ${fromTo(own.map((size) => [size.dataset_size, mib(size.javascript_peak_mib)]))}`;
    })
    .join('; ');

const memoryValues = (memory: AnyMemoryRecord | undefined, own: BenchmarkRecord | undefined) => {
  const ownMemory = memory !== undefined && isOwnMemoryRecord(memory) ? memory : undefined;
  const isOtherSize = memory !== undefined && memory.dataset_size !== PUBLISHED_MEMORY_DATASET_SIZE;
  return {
    memory,
    ownMemory,
    whyNoPublishedMemory:
      (memory && whyNoPublished(memory)) ??
      (isOtherSize ? 'The published figures are of 5,000 samples, so that none stand beside these.' : ''),
    memoryDiffers: own === undefined || ownMemory === undefined ? '' : differences(own, ownMemory),
    memoryBySize: ownMemory === undefined ? '' : memoryBySize(ownMemory),
    missingMemory: memory === undefined ? MISSING_MEMORY : '',
  };
};

/** How a memory profile is made that is not there. */
const MISSING_MEMORY =
  'There is no memory profile (`memory_profile.json`) in the folder that this report was made from.\n' +
  '`npx fived memory --out FOLDER` makes one there in some seconds, and\n' +
  '`npx fived report --in FOLDER --out FOLDER` makes this page again with it.';

const verdictCounts = (checks: Parameters<typeof countOf>[0]) => ({
  all: checks.length,
  holds: countOf(checks, 'holds'),
  fails: countOf(checks, 'does not hold'),
  open: countOf(checks, 'cannot be told'),
});

/** "Figure 1", "Table 2": each kind counted by itself, in the order of asking. */
const numbering = () => {
  const counts: Record<string, number> = {};
  return (kind: 'Figure' | 'Table'): string => `${kind} ${(counts[kind] = (counts[kind] ?? 0) + 1)}`;
};

/** Throws an Error of one line if the benchmark has no finished run. */
export const reportValues = (sources: Sources) => {
  const { benchmark, memory, beside } = sources;
  const own = isOwnRecord(benchmark) ? benchmark : undefined;
  const {
    hidden_sizes,
    max_iter: epochs,
    random_state: seed,
    early_stopping_patience: patience,
  } = benchmark.hyperparameters;
  const results = resultsBySize(benchmark);
  const [, largest] = endsOf(results);
  const published = whyNoPublished(benchmark) === undefined ? publishedFor(largest.dataset_size) : undefined;
  const checks = { time: timeChecks(benchmark), memory: memoryChecks(memory), accuracy: accuracyChecks(benchmark) };
  const done = results.map(({ dataset_size }) => dataset_size);
  const network = networkText(hidden_sizes);
  return {
    ...words,
    ...{ benchCommand, memoryCommand, UNKNOWN },
    code: (text: string) => inertText(text, 'code'),
    numbered: numbering(),
    benchmark,
    own,
    epochs,
    seed,
    patience,
    isFixed: patience >= epochs,
    machine: own === undefined ? MACHINE_NOT_NAMED : machineText(own.environment),
    settings: [
      network,
      counted(epochs, 'epoch'),
      ...(own === undefined ? [] : [engineText(own), counted(own.threads, 'thread')]),
    ].join(SEPARATOR),
    network: `${network.toLowerCase()}: ${counted(hidden_sizes.length, 'hidden layer')}`,
    largest: {
      size: grouped(largest.dataset_size),
      time: words.seconds(largest.training_time_seconds_mean),
      r2: words.r2(largest.test_r2_mean),
      mse: words.mse(largest.test_mse_mean),
    },
    published: published && {
      time: `${published.trainingTimeSeconds.toFixed(2)} s`,
      r2: words.r2(published.testR2),
      mse: words.mse(published.testMse),
    },
    whyNoPublished: whyNoPublished(benchmark) ?? '',
    ours: rangesOf(benchmark),
    beside: beside && rangesOf(beside),
    inGrey: publishedRanges(benchmark),
    growth: growthText(benchmark),
    widest: widestSpread(benchmark),
    sizes: {
      done: joined(done.map(grouped)),
      missing: joined((own?.dataset_sizes ?? []).filter((size) => !done.includes(size)).map(grouped)),
    },
    formDoesNotSay: "The result file is in the published project's own form, which does not say.",
    noiseVariance: 0,
    ...memoryValues(memory, own),
    ...(own === undefined ? {} : ownValues(own, sources)),
    tables: {
      time: timeTable(benchmark),
      accuracy: accuracyTable(benchmark),
      memory: memory === undefined ? '' : memoryTable(memory),
      memoryBySize: memory !== undefined && isOwnMemoryRecord(memory) ? memoryBySizeTable(memory) : '',
      runs: own === undefined ? '' : runsTable(own),
    },
    verdicts: verdictCounts(Object.values(checks).flat()),
    checks: {
      time: checksMarkdown(checks.time),
      memory: checksMarkdown(checks.memory),
      accuracy: checksMarkdown(checks.accuracy),
    },
  };
};
